import { type SQL, sql } from "drizzle-orm";
import { follows, peopleTerms, searchPeople, users } from "../../../db/schema.ts";
import { type Needle, needleOf } from "../needle.ts";
import { has } from "./demands.ts";
import { placeOf } from "./kept.ts";
import { ask, beginsWith } from "./sources.ts";

/** Of so many people whose names begin so the best are chosen. */
const MOST_ROWS = 1000;

/** Of those whom someone follows, so many are looked at, the latest first. */
const MOST_FOLLOWED = 2000;

/** See `Engine`. Each word that was typed must begin a word of the name; who is followed by most comes first. */
export async function suggest(prefix: string, limit: number, signal?: AbortSignal): Promise<number[]> {
  signal?.throwIfAborted();
  const needles = needlesIn(prefix);
  const beginnings = needles.map(({ terms }) => terms.at(-1) ?? "");
  const [longest] = beginnings.toSorted((a, b) => b.length - a.length);
  if (!longest) return [];
  const rows = sql`select distinct id from
    (select id from ${peopleTerms} where ${beginsWith(longest)} limit ${MOST_ROWS}) as r`;
  return await best(rows, needles, prefix, limit);
}

/** Of the people whom `viewer` follows, those whose name begins so. */
export async function followedWhoseNames(viewer: number, prefix: string, limit: number): Promise<number[]> {
  const needles = needlesIn(prefix);
  if (needles.length === 0) return [];
  const rows = sql`select followee_id as id from ${follows} where follower_id = ${viewer}
    order by ${follows.id} desc limit ${MOST_FOLLOWED}`;
  return await best(rows, needles, prefix, limit);
}

const needlesIn = (text: string): Needle[] =>
  text
    .slice(0, 100)
    .split(/\s+/)
    .map((word) => needleOf({ text: word, kind: "prefix" }))
    .filter((needle) => needle !== null);

async function best(rows: SQL, needles: Needle[], typed: string, limit: number): Promise<number[]> {
  const exact = typed.trim().replace("@", "").toLowerCase();
  const found = await ask<{ id: number }>(sql`
    select u.id as id from (${rows}) as d
    straight_join ${searchPeople} as s on s.id = d.id
    straight_join ${users} as u on u.id = d.id
    where ${sql.join(
      needles.map((needle) => has(placeOf(needle))),
      sql` and `,
    )}
    order by lower(u.username) = ${exact} desc, u.followers_count desc, u.id
    limit ${limit}`);
  return found.map(({ id }) => id);
}
