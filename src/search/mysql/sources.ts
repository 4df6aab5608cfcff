import { type SQL, sql } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { homeRows, searchPosts, searchTerms } from "../../../db/schema.ts";

/**
 * Where rows are taken from, newest first: those that have a term; one of some terms, which may be all that have a
 * `beginning`; a term that begins so; those on someone's home timeline, by others, from its floor on; or all.
 */
export type Source =
  | { term: string }
  | { terms: string[]; beginning?: string }
  | { prefix: string }
  | { reader: number; floor: number }
  | { all: true };

/** Ids, exclusive. */
export interface Range {
  above: number;
  below: number;
}

/** A whole word weighs so much more than one that only begins so. */
export const WHOLE = 64;

/** The rows `d` of a source within the range, with an id and a weight; of several terms no more than the newest `most`. */
export function rowsOf(source: Source, { above, below }: Range, most: number): SQL {
  const within = sql`id < ${below} and id > ${above}`;
  if ("all" in source) return sql`(select id, 0 as weight from ${searchPosts} where ${within}) as d`;
  if ("term" in source)
    return sql`(select id, weight from ${searchTerms} where term = ${source.term} and ${within}) as d`;
  if ("reader" in source)
    return sql`(select post_id as id, 0 as weight from ${homeRows}
      where reader_id = ${source.reader} and author_id <> ${source.reader}
      and post_id < ${below} and post_id > ${Math.max(above, source.floor - 1)}) as d`;
  if ("prefix" in source)
    return sql`(select id, max(${weightIn(source.prefix)}) as weight from ${searchTerms}
      where ${beginsWith(source.prefix)} and ${within} group by id) as d`;
  const each = source.terms.map(
    (term) => sql`(select id, ${weightIn(source.beginning)} as weight from ${searchTerms}
      where term = ${term} and ${within} order by id desc limit ${most})`,
  );
  // Side by side: one step into the key for each.
  return sql`(select id, max(weight) as weight from (${sql.join(each, sql` union all `)}) as u
    group by id order by id desc limit ${most}) as d`;
}

const weightIn = (beginning = ""): SQL => sql`weight + if(term = ${beginning}, ${WHOLE}, 0)`;

/** The id of the last of `most` such posts; null when there are fewer. Beginnings are gone through at once. */
export async function endOf(source: Source, range: Range, most: number): Promise<number | null> {
  if ("prefix" in source) return null;
  const [row] = await ask<{ id: number }>(
    sql`select d.id as id from ${rowsOf(source, range, most)} order by d.id desc limit 1 offset ${most - 1}`,
  );
  return row?.id ?? null;
}

/** So many terms of a beginning are looked for one by one, and only of a beginning that few words have. */
const FEW_TERMS = 4;
const LONG_ENOUGH = 3;

/**
 * Where posts come from that have a word that begins so: from these terms, where there are few. A step into the key for
 * each: with `distinct` the server may go through all rows instead.
 */
export async function beginningOf(prefix: string): Promise<Source> {
  const terms: string[] = [];
  for (let after = prefix; prefix.length >= LONG_ENOUGH; ) {
    const beyond = terms.length === 0 ? sql`term >= ${prefix}` : sql`term > ${after}`;
    const [next] = await ask<{ term: string }>(
      sql`select term from ${searchTerms} where ${beginsWith(prefix)} and ${beyond} order by term, id limit 1`,
    );
    if (!next) return terms.length === 1 ? { term: after } : { terms, beginning: prefix };
    if (terms.length === FEW_TERMS) break;
    terms.push(next.term);
    after = next.term;
  }
  return { prefix };
}

/** Whether so many rows have terms that begin so. */
export async function hasRows(prefix: string, many: number): Promise<boolean> {
  const rows = sql`select 1 from ${searchTerms} where ${beginsWith(prefix)} limit 1 offset ${many - 1}`;
  return (await ask(rows)).length > 0;
}

/** U+10FFFF is above every letter. */
export const beginsWith = (prefix: string): SQL => sql`term >= ${prefix} and term < ${`${prefix}\u{10FFFF}`}`;

export async function ask<Row>(statement: SQL): Promise<Row[]> {
  const [rows] = await db.execute(statement);
  return rows as unknown as Row[];
}
