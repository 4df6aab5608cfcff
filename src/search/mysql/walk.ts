import { type SQL, sql } from "drizzle-orm";
import { searchPosts, searchTerms } from "../../../db/schema.ts";
import type { Query } from "../engine.ts";
import { conditionsOf, scoreOf } from "./conditions.ts";
import { ask, floorOf, planOf, type Range, rowsOf } from "./sources.ts";

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
 * first, each row's line is asked for the rest. Bounded: what lies further back, a later walk finds.
 */
export async function walk(
  query: Query,
  range: Range,
  { wanted, enough = wanted, first = FIRST, signal }: Wish,
): Promise<Walk> {
  const plan = await planOf(query, range);
  if (plan === null) return { found: [], reached: null };
  const { source, also } = plan;
  const conditions = sql.join(conditionsOf(query), sql` and `);
  const found: Walk["found"] = [];
  let { below } = range;
  for (let window = first, looked = 0; ; window = Math.min(window * GROWTH, LARGEST)) {
    signal?.throwIfAborted();
    const rest = { above: range.above, below };
    const rows = rowsOf(source, rest, window);
    const matches = await ask<{ id: number; score: string | number }>(sql`
        select d.id as id, ${scoreOf(query)} as score
        from (${rows}) as d ${joined(also)} straight_join ${searchPosts} as s on s.id = d.id
        where ${conditions} order by d.id desc limit ${wanted - found.length}`);
    found.push(...matches.map(({ id, score }) => ({ id, score: Number(score) })));
    if (found.length >= wanted) return { found, reached: found.at(-1)?.id ?? null };
    signal?.throwIfAborted();
    const { count, floor } = await floorOf(source, rest, window);
    if (count < window) return { found, reached: null };
    below = floor;
    looked += count;
    // What only begins so is all over the place: ranking it is not worth a long way.
    const satisfied = source === "everything" ? Math.min(enough, FEW) : enough;
    if (looked >= MOST_ROWS || found.length >= satisfied) return { found, reached: floor };
  }
}

/** Only rows that have these terms as well: steps into the key, in its order. */
const joined = (terms: string[]): SQL =>
  sql.join(
    terms.map((term, n) => {
      const t = sql.raw(`t${n}`);
      return sql`straight_join ${searchTerms} as ${t} on ${t}.term = ${term} and ${t}.id = d.id`;
    }),
    sql` `,
  );
