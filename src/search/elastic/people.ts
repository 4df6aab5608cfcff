import { desc, inArray, sql } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { users } from "../../../db/schema.ts";
import { needleOf } from "../needle.ts";
import { type Asked, idsOf } from "./ask.ts";
import { needleClause } from "./query.ts";

/** Of so many people whose names begin so the best are chosen. */
const MOST_FOUND = 200;

/**
 * See `Engine`. Each word that was typed must begin a word of the name; the very user name comes first, then who is
 * followed by most, which the index is not told each time it changes.
 */
export async function askForPeople(asked: Asked, prefix: string, limit: number): Promise<number[]> {
  const typed = prefix.split(/\s+/).flatMap((text) => needleClause(needleOf({ text, kind: "prefix" })) ?? []);
  if (typed.length === 0) return [];
  const exact = prefix.trim().replace("@", "").toLowerCase();
  const found = await idsOf(asked, {
    query: { bool: { filter: typed, should: [{ term: { names: `@${exact}` } }] } },
    sort: ["_score", { id: "asc" }],
    size: MOST_FOUND,
  });
  if (found.length === 0) return [];
  const best = await db
    .select({ id: users.id })
    .from(users)
    .where(inArray(users.id, found))
    .orderBy(sql`lower(${users.username}) = ${exact} desc`, desc(users.followersCount), users.id)
    .limit(limit);
  return best.map(({ id }) => id);
}
