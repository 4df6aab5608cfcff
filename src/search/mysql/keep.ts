import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { db, type Transaction } from "../../../db/client.ts";
import { peopleTerms, searchPeople, searchPosts, searchTerms } from "../../../db/schema.ts";
import { transact } from "../../../db/transact.ts";
import { firstIdAt } from "../../domain/ids.ts";
import { termsIn } from "./kept.ts";

/** Where lines are kept and found. */
export type Shelf = typeof POSTS | typeof PEOPLE;
export const POSTS = { lines: searchPosts, terms: searchTerms };
export const PEOPLE = { lines: searchPeople, terms: peopleTerms };

/** The words of a post or a person; none: it is gone. */
export interface Line {
  id: number;
  revision: number;
  words: string;
}

/** So many in a transaction: some thousands of rows, well within a statement's deadline. */
const BATCH = 100;

/** Keeps these lines in place of older ones. What is gone stays as an empty line: an older revision must not return. */
export async function keep(shelf: Shelf, lines: Line[]): Promise<void> {
  for (let start = 0; start < lines.length; start += BATCH) {
    const batch = newestOfEach(lines.slice(start, start + BATCH));
    await transact((tx) => replace(tx, shelf, batch));
  }
}

const A_DAY_MS = 24 * 3600 * 1000;

/** Forgets the empty lines of people: a day after one was written, no job is left that read an older revision. */
export async function forgetGonePeople(now = Date.now()): Promise<void> {
  const { words, revision } = searchPeople;
  await db.delete(searchPeople).where(and(eq(words, ""), lt(revision, firstIdAt(now - A_DAY_MS))));
}

/** In the order of their ids, in which they are locked too. */
function newestOfEach(lines: Line[]): Line[] {
  const newest = new Map<number, Line>();
  for (const line of lines)
    if (line.revision >= (newest.get(line.id)?.revision ?? 0)) newest.set(line.id, line);
  return [...newest.values()].sort((a, b) => a.id - b.id);
}

async function replace(tx: Transaction, { lines, terms }: Shelf, batch: Line[]) {
  const empty = batch.map(({ id }) => ({ id, revision: 0, words: "" }));
  await tx.insert(lines).ignore().values(empty);
  const ids = batch.map(({ id }) => id);
  const rows = await tx.select().from(lines).where(inArray(lines.id, ids)).orderBy(lines.id).for("update");
  const kept = new Map(rows.map((row) => [row.id, row]));
  const changed = batch.filter(({ id, revision }) => revision >= (kept.get(id)?.revision ?? 0));
  if (changed.length === 0) return;

  const found: { term: string; id: number; weight: number }[] = [];
  for (const { id, words } of changed) {
    const now = termsIn(words);
    const gone = [...termsIn(kept.get(id)?.words ?? "").keys()].filter((term) => !now.has(term));
    if (gone.length > 0) await tx.delete(terms).where(and(eq(terms.id, id), inArray(terms.term, gone)));
    for (const [term, weight] of now) found.push({ term, id, weight });
  }
  // In the order of the key, for the server's sake and so that two of us take turns.
  found.sort((a, b) => (a.term === b.term ? a.id - b.id : a.term < b.term ? -1 : 1));
  if (found.length > 0)
    await tx
      .insert(terms)
      .values(found)
      .onDuplicateKeyUpdate({ set: { weight: sql`values(weight)` } });
  await tx
    .insert(lines)
    .values(changed.map(({ id, revision, words }) => ({ id, revision, words })))
    .onDuplicateKeyUpdate({ set: { revision: sql`values(revision)`, words: sql`values(words)` } });
}
