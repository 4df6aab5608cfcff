import { type SQL, sql } from "drizzle-orm";
import type { Query } from "../engine.ts";
import { isBeginning, needlesOf } from "../needle.ts";
import { type Demand, demandsOf } from "./demands.ts";
import { homeOf } from "./homes.ts";
import { ask, beginningOf, hasRows, type Range, rowsOf, type Source } from "./sources.ts";

/** So many of the newest rows of a source tell how rare it is, by how far they reach back. */
const SAMPLE = 200;

/** Rows that a beginning may have in all before it counts as common; to sort them takes 5 ms. */
const COMMON = 10_000;

/** From so many rows on, a word is a better guide than a beginning. */
const MANY = 1000;

const MOST_CANDIDATES = 12;
const MOST_BEGINNINGS = 3;

/** Terms looked up besides the source, and of them such of which only the line tells the rest. */
const MOST_JOINED = 3;
const MOST_PARTS = 1;

/** How posts are found, and what is asked of each. */
export interface Plan {
  source: Source;
  /** Terms that must be there too: they are looked up in the key, as the lines lie far apart. */
  also: string[];
  /** What is not met by that. */
  left: Demand[];
  /** How well a post answers, from the weights of what was looked up and from its line. */
  score: SQL;
}

/** Begins with the source that has the fewest rows to go through; null when one of them has none. */
export async function planOf(query: Query, range: Range): Promise<Plan | null> {
  const home = query.followedBy === null ? null : await homeOf(query.followedBy, range);
  const beginnings = await beginningsOf(query);
  const demands = demandsOf(query, { home, beginnings });
  const candidates = candidatesOf(demands);
  if (candidates.some(({ source }) => "terms" in source && source.terms.length === 0)) return null;

  const sampled = await rarestFirst(candidates.slice(0, MOST_CANDIDATES), range);
  if (sampled.some(({ source, count }) => count === 0 && !("reader" in source))) return null;
  const source = await sourceOf(sampled[0], [...beginnings.values()]);
  const also = alsoOf(sampled, source);
  return { source, also, ...askedOf(demands, source, also) };
}

async function beginningsOf(query: Query): Promise<Map<string, Source>> {
  const typed = needlesOf(query.all).filter(isBeginning);
  const terms = new Set(typed.slice(0, MOST_BEGINNINGS).flatMap((needle) => needle.terms));
  return new Map(await Promise.all([...terms].map(async (term) => [term, await beginningOf(term)] as const)));
}

interface Candidate {
  source: Source;
  /** A part of what is demanded, no more. */
  part: boolean;
}

const candidatesOf = (demands: Demand[]): Candidate[] =>
  demands.flatMap(({ source, parts = [] }) => [
    ...(source && !("prefix" in source) ? [{ source, part: false }] : []),
    ...parts.map((term) => ({ source: { term }, part: true })),
  ]);

interface Sampled extends Candidate {
  count: number;
  floor: number;
}

async function rarestFirst(candidates: Candidate[], range: Range): Promise<Sampled[]> {
  if (candidates.length === 0) return [];
  const samples = candidates.map(
    ({ source }, n) =>
      sql`select ${n} as n, count(*) as count, min(id) as floor from 
        (select d.id from ${rowsOf(source, range, SAMPLE)} order by d.id desc limit ${SAMPLE}) as r`,
  );
  const rows = await ask<{ n: number; count: number; floor: number | null }>(
    sql.join(samples, sql` union all `),
  );
  return rows
    .flatMap(({ n, count, floor }) => {
      const candidate = candidates[n];
      return candidate ? { ...candidate, count, floor: floor ?? 0 } : [];
    })
    .sort((a, b) => a.count - b.count || a.floor - b.floor);
}

/** A beginning that many terms have is a good guide where it has few rows all the same. */
async function sourceOf(best: Sampled | undefined, beginnings: Source[]): Promise<Source> {
  if (best && best.count < SAMPLE) return best.source;
  for (const source of beginnings)
    if ("prefix" in source && !(await hasRows(source.prefix, best ? MANY : COMMON))) return source;
  return best?.source ?? { all: true };
}

const termOf = (source: Source) => ("term" in source ? source.term : null);

function alsoOf(sampled: Sampled[], chosen: Source): string[] {
  const others = sampled.filter(({ source }) => termOf(source) !== termOf(chosen));
  const wholes = others.filter(({ part }) => !part);
  const parts = others.filter(({ part }) => part).slice(0, MOST_PARTS);
  return [...new Set([...wholes, ...parts].flatMap(({ source }) => termOf(source) ?? []))].slice(
    0,
    MOST_JOINED,
  );
}

/** Of what was looked up the weights tell how well it answers; the line is asked of the rest. */
function askedOf(demands: Demand[], source: Source, also: string[]): Pick<Plan, "left" | "score"> {
  const left: Demand[] = [];
  const scores: SQL[] = [];
  for (const demand of demands) {
    const weight = weightOf(demand, source, also);
    if (weight === null) left.push(demand);
    if (demand.score) scores.push(weight ?? demand.score);
  }
  return { left, score: scores.length > 0 ? sql.join(scores, sql` + `) : sql`0` };
}

/** The weight of what meets this demand, where looking it up has met it. */
function weightOf({ source: wanted }: Demand, source: Source, also: string[]): SQL | null {
  if (!wanted) return null;
  const term = termOf(wanted);
  if (wanted === source || (term !== null && term === termOf(source))) return sql.raw("d.weight");
  const place = term === null ? -1 : also.indexOf(term);
  return place < 0 ? null : sql.raw(`t${place}.weight`);
}
