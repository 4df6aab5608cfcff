import { and, eq, inArray, notInArray } from "drizzle-orm";
import { db, type Transaction } from "../../db/client.ts";
import { mentions, usernames } from "../../db/schema.ts";
import { enqueue } from "../jobs/queue.ts";
import { mentionedNames } from "./mentioned-names.ts";
import type { PersonRef } from "./people.ts";
import { usernameKey } from "./usernames.ts";

/** So many people are told that a post mentions them; whoever names more is not talking to them. */
const MOST_TOLD = 20;

/** So many names are looked up: more than fit into a text that is meant to be read. */
const MOST_NAMES = 100;

/** Whom a text mentions: the names that are, or once were, somebody's, and the first twenty people behind them. */
export interface Mentioned {
  names: string[];
  people: number[];
}

/** Looks up whom a text mentions. Asks nothing where there is no `@`. */
export async function findMentioned(text: string): Promise<Mentioned> {
  const keys = [...new Set(mentionedNames(text).map(({ name }) => usernameKey(name)))].slice(0, MOST_NAMES);
  if (keys.length === 0) return { names: [], people: [] };
  const rows = await db.select().from(usernames).where(inArray(usernames.key, keys));
  const owners = new Map(rows.map((row) => [row.key, row.userId]));
  const people = new Set(keys.flatMap((key) => owners.get(key) ?? []));
  return { names: keys.filter((key) => owners.has(key)), people: [...people].slice(0, MOST_TOLD) };
}

/** Keeps whom a post mentions, as part of `tx`, and has them told. */
export async function keepMentions(
  tx: Transaction,
  postId: number,
  author: Pick<PersonRef, "id">,
  { people }: Mentioned,
): Promise<void> {
  if (people.length === 0) return;
  await tx
    .insert(mentions)
    .ignore()
    .values(people.map((personId) => ({ postId, personId })));
  await enqueue(tx, "notify", { kind: "mention", actorId: author.id, subjectId: postId });
}

/** Takes out those whom a post mentions no longer; without `still`, all. */
export async function dropMentions(tx: Transaction, postId: number, still?: Mentioned): Promise<void> {
  const people = still?.people ?? [];
  const others = people.length > 0 ? notInArray(mentions.personId, people) : undefined;
  await tx.delete(mentions).where(and(eq(mentions.postId, postId), others));
}
