/*
 * Three people write, read, delete, accept, decline, block and mute each other in an order that looks random and is the
 * same in every run, several at once. After every step each badge, each count and each list must say what the messages
 * themselves say, and conversations that stay open on a page show what there is once a stream has told. `LONG=1` takes
 * many more steps, from many more beginnings.
 */
import { expect, test } from "bun:test";
import { desc, eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { conversationSides, messages, users } from "../../db/schema.ts";
import { block, unblock } from "../../src/domain/blocks.ts";
import {
  acceptRequest,
  clearConversation,
  conversationsOf,
  declineRequest,
  findTalk,
  markRead,
} from "../../src/domain/conversations.ts";
import { follow, unfollow } from "../../src/domain/follows.ts";
import { mute, unmute } from "../../src/domain/hidings.ts";
import { outlookOf, talkName } from "../../src/domain/live.ts";
import {
  deleteMessage,
  type MessageView,
  messagesOf,
  messagesSince,
  revokedSince,
  tidiedOf,
} from "../../src/domain/messages.ts";
import { type Viewer, viewerColumns } from "../../src/domain/people.ts";
import { savePrivacy } from "../../src/domain/privacy.ts";
import { send } from "../../src/domain/sending.ts";
import { isAnother, markOf, markText, type TalkMark } from "../../src/domain/talk-marks.ts";
import { people } from "../support/people.ts";
import { type Picker, picker } from "../support/picker.ts";

const LONG = process.env.LONG === "1";
const SEEDS = LONG ? Array.from({ length: 20 }, (_, seed) => seed) : [1];
const STEPS = LONG ? 500 : 120;

test.each(SEEDS)(
  "every badge says what the tables say, whatever happens (seed %i)",
  async (seed) => {
    const pick = picker(seed);
    const cast = Object.values(await people());
    const pages = cast.flatMap((viewer) => cast.filter((other) => other !== viewer).map(openPage(viewer)));
    for (let step = 1; step <= STEPS; step++) {
      const atOnce = Array.from({ length: pick.upTo(3) }, () => somethingHappens(pick, cast));
      await Promise.all(atOnce.map((act) => act()));
      for (const person of cast) await expectExact(person);
      for (const page of pages.filter(() => pick.upTo(4) === 1)) await expectCurrent(page);
    }
    expect(await db.$count(messages)).toBeGreaterThan(STEPS / 5);
  },
  600_000,
);

/** Chosen now, done later: what is chosen must not depend on how fast the things before were. */
function somethingHappens(pick: Picker, cast: Viewer[]): () => Promise<unknown> {
  const one = pick.of(cast);
  const other = pick.of(cast.filter((person) => person !== one));
  const number = pick.upTo(1000);
  const talk = async () => (await findTalk(other.username, one))?.id ?? 0;
  const newest = async (id: number) => (await messagesOf({ id }, one)).items.at(-(1 + (number % 4)));
  const acts: [weight: number, act: () => Promise<unknown>][] = [
    [12, () => send(one, other, { body: `${number}`, key: `${number % 40}` })],
    [6, async () => markRead(one, await talk(), (await newest(await talk()))?.id ?? 0)],
    [3, async () => deleteOne(one, await talk(), await newest(await talk()), number % 2 ? "me" : "both")],
    [1, async () => clearConversation(one, await talk())],
    [2, async () => acceptRequest(one, await talk())],
    [1, async () => declineRequest(one, await talk())],
    [2, () => follow(one, other)],
    [1, () => unfollow(one, other)],
    [1, () => block(one, other)],
    [3, () => unblock(one, other)],
    [1, () => (number % 2 === 0 ? mute(one, other) : unmute(one, other))],
    [1, () => savePrivacy(one, { messagesFrom: number % 8 === 0 ? "followed" : "everyone" })],
  ];
  return pick.of(acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act)));
}

async function deleteOne(one: Viewer, id: number, message: MessageView | undefined, forWhom: "me" | "both") {
  if (message) await deleteMessage({ id }, one, message, forWhom);
}

/** Compares what is kept for a person with what there is. */
async function expectExact(person: Viewer) {
  const sides = await db.select().from(conversationSides).where(eq(conversationSides.personId, person.id));
  const there = new Map<number, { lastId: number; unread: number }>();
  for (const side of sides) there.set(side.conversationId, await countOf(side));
  const kept = sides.map(({ conversationId, lastId, unread }) => [conversationId, { lastId, unread }]);
  expect(kept).toEqual([...there]);

  const open = sides.filter(({ state, lastId }) => state === "open" && lastId > 0);
  const inList = open.toSorted((a, b) => b.lastId - a.lastId).map(({ conversationId }) => conversationId);
  expect((await conversationsOf(person, "open")).items.map(({ id }) => id)).toEqual(inList);

  const [viewer] = await db.select(viewerColumns).from(users).where(eq(users.id, person.id));
  const badge = open.reduce((sum, side) => sum + (there.get(side.conversationId)?.unread ?? 0), 0);
  expect(viewer?.unreadMessages).toBe(badge);
}

/** A page with a conversation that stays open: what stands on it, and what it knows. */
interface OpenPage {
  viewer: Viewer;
  other: Viewer;
  mark: TalkMark;
  shown: Map<number, boolean>;
}

const openPage = (viewer: Viewer) => (other: Viewer) => ({
  ...{ viewer, other, mark: { newest: 0, revoked: 0, state: "none", tidied: 0 } as TalkMark },
  shown: new Map<number, boolean>(),
});

/** When a stream would tell the page that something is different, it asks; then it shows all that there is. */
async function expectCurrent(page: OpenPage) {
  const { viewer, other, shown } = page;
  const pair = { person: viewer.id, other: other.id };
  const told = (await outlookOf([viewer.id], [pair])).talks.get(talkName(pair)) ?? "0-0-none-0";
  const talk = await findTalk(other.username, viewer);
  if (!talk?.id) return;
  if (told !== markText(page.mark)) {
    const id = { id: talk.id };
    if (isAnother(talk, page.mark)) {
      shown.clear();
      page.mark.newest = 0;
    }
    for (const gone of await tidiedOf(id, viewer, page.mark)) shown.delete(gone);
    const revoked = await revokedSince(id, viewer, page.mark);
    for (const message of revoked.filter((message) => shown.has(message.id))) shown.set(message.id, true);
    const items = await messagesSince(id, viewer, page.mark.newest, 1000);
    for (const message of items) shown.set(message.id, message.deletedAt !== null);
    page.mark = markOf(talk, items.at(-1)?.id ?? page.mark.newest);
  }
  expect(page.mark.state).toBe(talk.closed === "messageBlocked" ? "blocked" : (talk.state ?? "none"));
  const there = await messagesSince({ id: talk.id }, viewer, 0, 1000);
  expect([...shown]).toEqual(there.map(({ id, deletedAt }) => [id, deletedAt !== null]));
}

type Side = typeof conversationSides.$inferSelect;

/** Counted from the messages alone. */
async function countOf({ personId, conversationId, readId, clearedId }: Side) {
  const all = await db
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(desc(messages.id));
  const seen = all.filter(
    (message) =>
      message.id > clearedId &&
      !(message.senderId === personId ? message.hiddenFromSender : message.hiddenFromRecipient),
  );
  const unread = seen.filter(
    (message) => message.senderId !== personId && message.deletedAt === null && message.id > readId,
  );
  return { lastId: seen[0]?.id ?? 0, unread: unread.length };
}
