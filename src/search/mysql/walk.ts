import { type SQL, sql } from "drizzle-orm";
import { searchPosts, searchTerms } from "../../../db/schema.ts";
import type { Query } from "../engine.ts";
import { type Plan, planOf } from "./plan.ts";
import { ask, endOf, type Range, rowsOf } from "./sources.ts";

/** Rows looked at first, and how many times more each time there were not matches enough. */
const FIRST = 500;
const GROWTH = 4;

/** Rows looked at in one statement, and in all. Two words that many posts have and none together may find nothing. */
const LARGEST = 8000;
const MOST_ROWS = 16_000;

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
  for (let window = first, looked = 0; ; window = Math.min(window * GROWTH, LARGEST)) {
    signal?.throwIfAborted();
    const rest = { above: range.above, below };
    found.push(...(await matchesOf(plan, rest, window, wanted - found.length)));
    if (found.length >= wanted) return { found, reached: found.at(-1)?.id ?? null };
    signal?.throwIfAborted();
    const end = await endOf(plan.source, rest, window);
    if (end === null) return { found, reached: null };
    below = end;
    looked += window;
    // What only begins so is all over the place: ranking it is not worth a long way.
    const satisfied = plan.source === "everything" ? Math.min(enough, FEW) : enough;
    if (looked >= MOST_ROWS || found.length >= satisfied) return { found, reached: end };
  }
}

/** Of the newest `window` rows of the source within the range the newest `wanted` for which all the rest holds. */
async function matchesOf({ source, also, lines, score }: Plan, range: Range, window: number, wanted: number) {
  const looked = also.map((term, n) => {
    const t = sql.raw(`t${n}`);
    return sql`straight_join ${searchTerms} as ${t} on ${t}.term = ${term} and ${t}.id = d.id`;
  });
  const asked = source === "everything" ? [sql`s.words <> ''`, ...lines] : lines;
  if (asked.length > 0)
    looked.push(sql`straight_join ${searchPosts} as s on s.id = d.id and ${joined(asked, sql` and `)}`);
  const rows = await ask<{ id: number; score: string | number }>(sql`
    select d.id as id, ${score} as score from (${rowsOf(source, range, window)}) as d ${joined(looked, sql` `)}
    order by d.id desc limit ${wanted}`);
  return rows.map((row) => ({ id: row.id, score: Number(row.score) }));
}

const joined = (parts: SQL[], by: SQL): SQL => sql.join(parts, by);
