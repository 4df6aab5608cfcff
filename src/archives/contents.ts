import { wishesFor } from "../domain/notifications/choices.ts";
import {
  type Owner,
  type OwnPost,
  ownConversations,
  ownFollows,
  ownHidings,
  ownMessages,
  ownPosts,
  ownSecurityEvents,
} from "../domain/own-data.ts";
import { siteAddress } from "../domain/site.ts";
import { FORMAT, VERSION } from "./format.ts";

/** Told after each batch how many posts and messages are done; throws when there is no use in going on. */
export type Pace = (done: number) => Promise<void>;

/** The text of `data.json`, in parts. The fields are described in docs/export.md. */
export async function* dataOf(owner: Owner, pace: Pace): AsyncGenerator<string> {
  const { id } = owner;
  const head = { format: FORMAT, version: VERSION, exportedAt: new Date(), site: siteAddress() };
  yield `${JSON.stringify(head).slice(0, -1)},\n`;
  yield `"profile":${JSON.stringify(profileOf(owner))},\n`;
  yield* list("posts", postsOf(owner, pace));
  for (const way of ["following", "followers"] as const) {
    yield* list(way, names(each((after) => ownFollows(id, way, after))));
  }
  yield* list("blocks", names(each((after) => ownHidings(id, "block", after))));
  yield* list("mutes", names(each((after) => ownHidings(id, "mute", after))));
  yield* conversations(owner, pace);
  const { choices, digest } = await wishesFor(owner);
  yield `"notifications":${JSON.stringify({ ...choices, digest })},\n`;
  const events = each((after) => ownSecurityEvents(id, after));
  yield* list(
    "securityEvents",
    mapped(events, ({ id: _, createdAt, ...event }) => ({ ...event, at: createdAt })),
  );
  yield `"end":true}\n`;
}

function profileOf({ id: _, locale, theme, messagesFrom, avatar, ...profile }: Owner) {
  return { ...profile, language: locale, appearance: theme, messagesFrom, hasPicture: avatar !== null };
}

/** Their posts, oldest first. */
export async function* postBatches(owner: Pick<Owner, "id">, pace: Pace): AsyncGenerator<OwnPost[]> {
  for await (const batch of each((after) => ownPosts(owner.id, after))) {
    yield batch;
    await pace(batch.length);
  }
}

const postsOf = (owner: Owner, pace: Pace) =>
  mapped(postBatches(owner, pace), ({ id, body, ...post }) => ({ id, text: body, ...post }));

async function* conversations(owner: Owner, pace: Pace): AsyncGenerator<string> {
  yield `"conversations":[`;
  let first = true;
  for await (const batch of each((after) => ownConversations(owner.id, after))) {
    for (const { id, username, state } of batch) {
      yield `${first ? "" : ","}\n{"with":${JSON.stringify(username)},"state":"${state}",`;
      first = false;
      const batches = each((after) => ownMessages(owner.id, id, after), pace);
      yield* list(
        "messages",
        mapped(batches, ({ senderId, body, createdAt, deletedAt }) => ({
          from: senderId === owner.id ? owner.username : username,
          ...{ text: body, sentAt: createdAt, deletedAt },
        })),
        "}",
      );
    }
  }
  yield "\n],\n";
}

/** A field that is a list, a line each, from batches of what stands in it. */
async function* list(name: string, batches: AsyncIterable<unknown[]>, after = ",\n"): AsyncGenerator<string> {
  yield `"${name}":[`;
  let first = true;
  for await (const batch of batches) {
    const lines = batch.map((item) => `\n${JSON.stringify(item)}`).join(",");
    yield lines !== "" && !first ? `,${lines}` : lines;
    first &&= lines === "";
  }
  yield `\n]${after}`;
}

/** All rows of a question that answers a batch after an id. */
async function* each<Row extends { id: number }>(
  ask: (after: number) => PromiseLike<Row[]>,
  pace: Pace = async () => {},
): AsyncGenerator<Row[]> {
  for (let after = 0; ; ) {
    const rows = await ask(after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    await pace(rows.length);
    after = last.id;
  }
}

async function* mapped<Row, Item>(batches: AsyncIterable<Row[]>, asItem: (row: Row) => Item) {
  for await (const batch of batches) yield batch.map(asItem);
}

const names = (batches: AsyncIterable<{ username: string }[]>) => mapped(batches, ({ username }) => username);
