import { sql } from "drizzle-orm";
import { searchPosts, searchTerms } from "../../../db/schema.ts";
import type { Query } from "../engine.ts";
import { type Plan, planOf } from "./plan.ts";
import { ask, endOf, type Range, rowsOf } from "./sources.ts";

/** Rows looked at first, and how many times more each time there were not matches enough. */
const FIRST = 500;
const GROWTH = 4;

/**
 * Steps into a table, for all rows looked at: a phrase of frequent words takes two thirds of the 20 ms that there are.
 * Two words that many posts have and none together may find nothing in so many.
 */
const MOST_STEPS = 8000;

/** Enough where every post is looked at. */
const FEW = 100;

export interface Walk {
  found: { id: number; score: number }[];
  /** Posts below this id were not looked at; null: there are none. */
  reached: number | null;
}

interface Wish {
  /** As many as this, or, once all rows of a statement were looked at, `enough`. */
  wanted: number;
  enough?: number;
  first?: number;
  signal?: AbortSignal | undefined;
}

/**
 * The newest `wanted` posts within the range for which all of the query holds: from the rarest of its terms, newest
 * first, each row is asked for the rest. Bounded: what lies further back, a later walk finds.
 */
export async function walk(
  query: Query,
  range: Range,
  { wanted, enough = wanted, first = FIRST, signal }: Wish,
): Promise<Walk> {
  const plan = await planOf(query, range);
  if (plan === null) return { found: [], reached: null };
  const found: Walk["found"] = [];
  let { below } = range;
  const steps = stepsOf(plan);
  let left = Math.floor(MOST_STEPS / steps);
  for (
    let window = Math.floor((2 * first) / Math.max(2, steps));
    ;
    window = Math.min(window * GROWTH, left)
  ) {
    signal?.throwIfAborted();
    const rest = { above: range.above, below };
    const end = await endOf(plan.source, rest, window);
    signal?.throwIfAborted();
    const looked = end === null ? rest : { ...rest, above: end - 1 };
    found.push(...(await matchesOf(plan, looked, window, wanted - found.length)));
    if (found.length >= wanted) return { found, reached: found.at(-1)?.id ?? null };
    if (end === null) return { found, reached: belowAll(plan, range) };
    below = end;
    left -= window;
    // What only begins so is all over the place: ranking it is not worth a long way.
    const satisfied = "all" in plan.source ? Math.min(enough, FEW) : enough;
    if (left <= 0 || found.length >= satisfied) return { found, reached: end };
  }
}

/** Steps that each row takes at most: to itself among how many terms, to each other term, the line, other tables. */
function stepsOf({ source, also, left }: Plan): number {
  const line = left.some(({ elsewhere }) => !elsewhere) ? 1 : 0;
  const others = left.some(({ elsewhere }) => elsewhere) ? 2 : 0;
  return ("terms" in source ? source.terms.length : 1) + also.length + line + others;
}

/** Where it goes on below all rows of the source: a home timeline ends at its floor, the posts do not. */
const belowAll = ({ source }: Plan, { above }: Range) =>
  "floor" in source && source.floor > above + 1 ? source.floor : null;

/** Of the newest `window` rows of the source within the range the newest `wanted` for which all the rest holds. */
async function matchesOf({ source, also, left, score }: Plan, range: Range, window: number, wanted: number) {
  const tables = also.map((term, n) => {
    const t = sql.raw(`t${n}`);
    return sql`straight_join ${searchTerms} as ${t} on ${t}.term = ${term} and ${t}.id = d.id`;
  });
  const asked = left.map((demand) => demand.asked);
  if ("all" in source) asked.push(sql`s.words <> ''`);
  if ("all" in source || left.some(({ elsewhere }) => !elsewhere))
    tables.push(sql`straight_join ${searchPosts} as s on s.id = d.id`);
  const where = asked.length > 0 ? sql`where ${sql.join(asked, sql` and `)}` : sql``;
  const rows = await ask<{ id: number; score: string | number }>(sql`
    select d.id as id, ${score} as score
    from ${rowsOf(source, range, window)} ${sql.join(tables, sql` `)} ${where}
    order by d.id desc limit ${wanted}`);
  return rows.map(({ id, score }) => ({ id, score: Number(score) }));
}
