import { eq, type SQL, sql } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { follows, searchPosts, searchTerms } from "../../../db/schema.ts";
import type { Query } from "../engine.ts";
import { needlesOf } from "./conditions.ts";
import { byAuthor, inLanguage, WITH_LINK } from "./kept.ts";

/** Where rows are taken from, newest first: those that have one of these terms, a term that begins so, or all. */
export type Source = { terms: string[] } | { prefix: string } | "everything";

export interface Range {
  above: number;
  below: number;
}

/** So many of the newest rows of a term tell how rare it is, by how far they reach back. */
const SAMPLE = 200;

/** Rows that a beginning may have in all before it counts as common; going through them takes 2 ms. */
const COMMON = 10_000;

/** From so many rows on, a word is a better guide than a beginning. */
const MANY = 1000;

/** Those who follow more people are better served by going through what everybody wrote. */
const FEW_FOLLOWED = 60;

const MOST_CANDIDATES = 12;
const MOST_JOINED = 3;

/** A source, and terms that must be there too: they are looked up before the lines, which lie far apart. */
export interface Plan {
  source: Source;
  also: string[];
}

/** Begins with the source that has the fewest rows to go through; null when a term that must be there is nowhere. */
export async function planOf(query: Query, range: Range): Promise<Plan | null> {
  const needles = needlesOf(query.all);
  const words = needles.flatMap(({ terms, open }) => (open ? terms.slice(0, -1) : terms));
  const candidates: string[][] = [...new Set(words)].map((term) => [term]);
  if (query.authors) candidates.unshift(query.authors.map(byAuthor));
  if (query.followedBy !== null) candidates.unshift(...(await fewFollowed(query.followedBy)));
  if (query.withLink) candidates.push([WITH_LINK]);
  if (query.languages) candidates.push(query.languages.map(inLanguage));
  if (candidates.some((terms) => terms.length === 0)) return null;

  const best = await rarest(candidates.slice(0, MOST_CANDIDATES), range);
  if (best === null) return null;
  const single = candidates.flatMap((terms) => (terms.length === 1 ? terms : []));
  const also = single.filter((term) => !best?.terms.includes(term)).slice(0, MOST_JOINED);
  if (best && best.count < SAMPLE) return { source: { terms: best.terms }, also };
  for (const { terms, open } of needles) {
    if (!open) continue;
    const prefix = terms.at(-1) ?? "";
    const count = await countOf({ prefix }, { above: 0, below: Number.MAX_SAFE_INTEGER }, COMMON);
    if (count === 0) return null;
    if (count < (best ? MANY : COMMON)) return { source: { prefix }, also: [] };
  }
  return { source: best ? { terms: best.terms } : "everything", also };
}

interface Sampled {
  terms: string[];
  count: number;
  floor: number;
}

/** Undefined when there is nothing to choose from; null when one of them has no rows at all. */
async function rarest(candidates: string[][], range: Range): Promise<Sampled | null | undefined> {
  if (candidates.length === 0) return undefined;
  const samples = candidates.map(
    (terms, n) =>
      sql`select ${n} as n, count(*) as count, min(id) as floor from (${rowsOf({ terms }, range, SAMPLE)}) as r`,
  );
  const rows = await ask<{ n: number; count: number; floor: number | null }>(
    sql.join(samples, sql` union all `),
  );
  const sampled = rows.map(({ n, count, floor }) => ({
    terms: candidates[n] ?? [],
    count,
    floor: floor ?? 0,
  }));
  if (sampled.some(({ count }) => count === 0)) return null;
  return sampled.sort((a, b) => a.count - b.count || a.floor - b.floor)[0];
}

/** The terms of the people someone follows, where they are few; nothing where they are many. */
async function fewFollowed(reader: number): Promise<string[][]> {
  const followed = await db
    .select({ id: follows.followeeId })
    .from(follows)
    .where(eq(follows.followerId, reader))
    .limit(FEW_FOLLOWED + 1);
  return followed.length > FEW_FOLLOWED ? [] : [followed.map(({ id }) => byAuthor(id))];
}

const countOf = async (source: Source, range: Range, most: number) =>
  (await floorOf(source, range, most)).count;

/** How many rows these are, and the oldest of them. */
export async function floorOf(source: Source, range: Range, most: number) {
  const [row] = await ask<{ count: number; floor: number | null }>(
    sql`select count(*) as count, min(id) as floor from (${plainly(source, range, most)}) as r`,
  );
  return { count: row?.count ?? 0, floor: row?.floor ?? 0 };
}

/** For counting a beginning its rows need no order. */
const plainly = (source: Source, range: Range, most: number): SQL =>
  source !== "everything" &&
  "prefix" in source &&
  range.above === 0 &&
  range.below === Number.MAX_SAFE_INTEGER
    ? sql`select id from ${searchTerms} where ${beginsWith(source.prefix)} limit ${most}`
    : rowsOf(source, range, most);

/** The newest `most` ids of a source within the range. Unions lie side by side: one step into the key for each. */
export function rowsOf(source: Source, { above, below }: Range, most: number): SQL {
  const within = sql`id < ${below} and id > ${above} order by id desc limit ${most}`;
  if (source === "everything") return sql`select id from ${searchPosts} where ${within}`;
  if ("prefix" in source)
    return sql`select distinct id from ${searchTerms} where ${beginsWith(source.prefix)} and ${within}`;
  const each = source.terms.map(
    (term) => sql`select id from ${searchTerms} where term = ${term} and ${within}`,
  );
  if (each.length === 1) return each[0] as SQL;
  const all = sql.join(
    each.map((one) => sql`(${one})`),
    sql` union `,
  );
  return sql`select id from (${all}) as u order by id desc limit ${most}`;
}

/** U+10FFFF is above every letter. */
export const beginsWith = (prefix: string): SQL => sql`term >= ${prefix} and term < ${`${prefix}\u{10FFFF}`}`;

export async function ask<Row>(statement: SQL): Promise<Row[]> {
  const [rows] = await db.execute(statement);
  return rows as unknown as Row[];
}
