import { sql } from "drizzle-orm";
import { peopleTerms, searchPeople, users } from "../../../db/schema.ts";
import { needleOf } from "../needle.ts";
import { has } from "./conditions.ts";
import { placeOf } from "./kept.ts";
import { ask } from "./sources.ts";

/** Of so many people whose names begin so the best are chosen. */
const MOST_ROWS = 1000;

/** See `Engine`. Each word that was typed must begin a word of the name; who is followed by most comes first. */
export async function suggest(prefix: string, limit: number, signal?: AbortSignal): Promise<number[]> {
  const typed = prefix.split(/\s+/).map((text) => needleOf({ text, kind: "prefix" }));
  const needles = typed.filter((needle) => needle !== null);
  const beginnings = needles.map(({ terms }) => terms.at(-1) ?? "");
  const [longest] = beginnings.toSorted((a, b) => b.length - a.length);
  if (!longest) return [];
  signal?.throwIfAborted();
  const exact = prefix.trim().replace("@", "").toLowerCase();
  const rows = await ask<{ id: number }>(sql`
    select u.id as id
    from (select distinct id from (
      select id from ${peopleTerms} where term >= ${longest} and term < ${`${longest}\u{10FFFF}`} limit ${MOST_ROWS}
    ) as r) as d
    straight_join ${searchPeople} as s on s.id = d.id
    straight_join ${users} as u on u.id = d.id
    where ${sql.join(
      needles.map((needle) => has(placeOf(needle))),
      sql` and `,
    )}
    order by lower(u.username) = ${exact} desc, u.followers_count desc, u.id
    limit ${limit}`);
  return rows.map(({ id }) => id);
}
