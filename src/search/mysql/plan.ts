import { eq, type SQL, sql } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { follows } from "../../../db/schema.ts";
import type { Query } from "../engine.ts";
import { type Demand, demandsOf } from "./demands.ts";
import { ask, countOf, type Range, rowsOf, type Source } from "./sources.ts";

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

/** How posts are found, and what is asked of each. */
export interface Plan {
  source: Source;
  /** Terms that must be there too: they are looked up before the lines, which lie far apart. */
  also: string[];
  /** What is left to be asked of the line. */
  lines: SQL[];
  /** How well a post answers, from the weights of what was looked up and from its line. */
  score: SQL;
}

/** Begins with the source that has the fewest rows to go through; null when a term that must be there is nowhere. */
export async function planOf(query: Query, range: Range): Promise<Plan | null> {
  const followed = query.followedBy === null ? null : await fewFollowed(query.followedBy);
  const demands = demandsOf(query, followed);
  const candidates = demands.flatMap(({ terms, parts = [] }) =>
    terms ? [terms] : parts.map((term) => [term]),
  );
  if (candidates.some((terms) => terms.length === 0)) return null;

  const sampled = await rarestFirst(candidates.slice(0, MOST_CANDIDATES), range);
  if (sampled.some(({ count }) => count === 0)) return null;
  const source = await sourceOf(sampled, demands);
  if (source === null) return null;
  const single = sampled.flatMap(({ terms }) => (terms.length === 1 ? terms : []));
  const isSource = (term: string) => source !== "everything" && "terms" in source && source.terms[0] === term;
  const also = [...new Set(single)].filter((term) => !isSource(term)).slice(0, MOST_JOINED);
  return { source, also, ...askedOf(demands, source, also) };
}

async function sourceOf([best]: Sampled[], demands: Demand[]): Promise<Source | null> {
  if (best && best.count < SAMPLE) return { terms: best.terms };
  for (const { prefix } of demands) {
    if (prefix === undefined) continue;
    const count = await countOf(prefix, COMMON);
    if (count === 0) return null;
    if (count < (best ? MANY : COMMON)) return { prefix };
  }
  return best ? { terms: best.terms } : "everything";
}

/** Of what was looked up the weights tell how well it answers; of the rest the line is asked. */
function askedOf(demands: Demand[], source: Source, also: string[]): Pick<Plan, "lines" | "score"> {
  const lines: SQL[] = [];
  const scores: SQL[] = [];
  for (const demand of demands) {
    const weight = weightOf(demand, source, also);
    if (weight === null) lines.push(demand.line);
    if (demand.score) scores.push(weight ?? demand.score);
  }
  return { lines, score: scores.length > 0 ? sql.join(scores, sql` + `) : sql`0` };
}

/** The weight of what meets this demand, where looking it up has met it. */
function weightOf({ terms, parts = [], prefix }: Demand, source: Source, also: string[]): SQL | null {
  const alone = terms?.length === 1 ? also.indexOf(terms[0] ?? "") : -1;
  if (alone >= 0) return sql.raw(`t${alone}.weight`);
  if (source === "everything") return null;
  const met = "terms" in source ? source.terms === terms : parts.length === 0 && source.prefix === prefix;
  return met ? sql.raw("d.weight") : null;
}

interface Sampled {
  terms: string[];
  count: number;
  floor: number;
}

async function rarestFirst(candidates: string[][], range: Range): Promise<Sampled[]> {
  if (candidates.length === 0) return [];
  const samples = candidates.map(
    (terms, n) =>
      sql`select ${n} as n, count(*) as count, min(id) as floor from (${rowsOf({ terms }, range, SAMPLE)}) as r`,
  );
  const rows = await ask<{ n: number; count: number; floor: number | null }>(
    sql.join(samples, sql` union all `),
  );
  return rows
    .map(({ n, count, floor }) => ({ terms: candidates[n] ?? [], count, floor: floor ?? 0 }))
    .sort((a, b) => a.count - b.count || a.floor - b.floor);
}

/** Whom someone follows, where they are few; null where they are many. */
async function fewFollowed(reader: number): Promise<number[] | null> {
  const followed = await db
    .select({ id: follows.followeeId })
    .from(follows)
    .where(eq(follows.followerId, reader))
    .limit(FEW_FOLLOWED + 1);
  return followed.length > FEW_FOLLOWED ? null : followed.map(({ id }) => id);
}
