import { type SQL, sql } from "drizzle-orm";
import { follows, peopleTerms, searchPeople } from "../../../db/schema.ts";
import { usernameKey } from "../../domain/usernames.ts";
import { beginningsIn, type Needle } from "../needle.ts";
import { has } from "./demands.ts";
import { placeOf } from "./kept.ts";
import { ask, beginsWith } from "./sources.ts";

/** So many names that begin so are looked at, in the order of the alphabet. */
const MOST_ROWS = 1000;

/** Of those whom someone follows, so many are looked at, the latest first. */
const MOST_FOLLOWED = 2000;

/** See `Engine`. */
export async function suggest(prefix: string, limit: number, signal?: AbortSignal): Promise<number[]> {
  signal?.throwIfAborted();
  const needles = beginningsIn(prefix);
  const beginnings = needles.map(({ terms }) => terms.at(-1) ?? "");
  const [longest] = beginnings.toSorted((a, b) => b.length - a.length);
  if (!longest) return [];
  const exact = `@${usernameKey(prefix.trim().replace("@", ""))}`;
  const rows = sql`select id from ${peopleTerms} where term = ${exact} union
    (select id from ${peopleTerms} where ${beginsWith(longest)} limit ${MOST_ROWS})`;
  return await fitting(rows, needles, limit);
}

/** Of the people whom `viewer` follows, those whose name begins so. */
export async function followedWhoseNames(viewer: number, prefix: string, limit: number): Promise<number[]> {
  const needles = beginningsIn(prefix);
  if (needles.length === 0) return [];
  const rows = sql`select followee_id as id from ${follows} where follower_id = ${viewer}
    order by ${follows.id} desc limit ${MOST_FOLLOWED}`;
  return await fitting(rows, needles, limit);
}

async function fitting(rows: SQL, needles: Needle[], limit: number): Promise<number[]> {
  const found = await ask<{ id: number }>(sql`
    select s.id as id from (${rows}) as d
    straight_join ${searchPeople} as s on s.id = d.id
    where ${sql.join(
      needles.map((needle) => has(placeOf(needle))),
      sql` and `,
    )}
    limit ${limit}`);
  return found.map(({ id }) => id);
}
