import { type SQL, sql } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { searchPosts, searchTerms } from "../../../db/schema.ts";
import { WHOLE } from "./demands.ts";

/** Where rows are taken from, newest first: those that have one of these terms, a term that begins so, or all. */
export type Source = { terms: string[] } | { prefix: string } | "everything";

export interface Range {
  above: number;
  below: number;
}

/** The newest `most` posts of a source within the range, with their weights, but for the newest `skipped`. */
export function rowsOf(source: Source, { above, below }: Range, most: number, skipped = 0): SQL {
  const within = sql`id < ${below} and id > ${above}`;
  const newest = sql`order by id desc limit ${most} offset ${skipped}`;
  if (source === "everything")
    return sql`select id, 0 as weight from ${searchPosts} where ${within} ${newest}`;
  if ("prefix" in source)
    return sql`select id, max(weight + if(term = ${source.prefix}, ${WHOLE}, 0)) as weight
      from ${searchTerms} where ${beginsWith(source.prefix)} and ${within} group by id ${newest}`;
  const [only, ...others] = source.terms;
  if (others.length === 0)
    return sql`select id, weight from ${searchTerms} where term = ${only} and ${within} ${newest}`;
  // Side by side: one step into the key for each.
  const each = source.terms.map(
    (term) => sql`(select id, 0 as weight from ${searchTerms} where term = ${term} and ${within}
      order by id desc limit ${most + skipped})`,
  );
  return sql`select id, weight from (${sql.join(each, sql` union `)}) as u ${newest}`;
}

/** The id of the last of `most` such posts; null when there are fewer. */
export async function endOf(source: Source, range: Range, most: number): Promise<number | null> {
  const [row] = await ask<{ id: number }>(rowsOf(source, range, 1, most - 1));
  return row?.id ?? null;
}

/** How many rows there are of terms that begin so, up to `most`. */
export async function countOf(prefix: string, most: number): Promise<number> {
  const rows = sql`select id from ${searchTerms} where ${beginsWith(prefix)} limit ${most}`;
  const [row] = await ask<{ count: number }>(sql`select count(*) as count from (${rows}) as r`);
  return row?.count ?? 0;
}

/** U+10FFFF is above every letter. */
export const beginsWith = (prefix: string): SQL => sql`term >= ${prefix} and term < ${`${prefix}\u{10FFFF}`}`;

export async function ask<Row>(statement: SQL): Promise<Row[]> {
  const [rows] = await db.execute(statement);
  return rows as unknown as Row[];
}
