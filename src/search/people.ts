import { and, desc, eq, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { follows, users } from "../../db/schema.ts";
import { newId } from "../domain/ids.ts";
import { PAGE_SIZE } from "../domain/page.ts";
import type { PersonView, Viewer } from "../domain/people.ts";
import { seesPerson } from "../domain/seen-people.ts";
import { usernameKey } from "../domain/usernames.ts";
import type { PeopleCursor } from "./cursor.ts";
import { followedWhoseNames } from "./mysql/suggest.ts";
import { suggest } from "./search.ts";

/** So many are put in order, and as many of those whom one follows: the list ends with them. */
const MOST = 500;

export interface FoundPeople {
  items: PersonView[];
  /** Where it goes on; null at the end. */
  next: PeopleCursor | null;
  /** The engine that should have answered is away. */
  degraded: boolean;
}

interface Asked {
  cursor?: PeopleCursor | null;
  limit?: number;
  signal?: AbortSignal | undefined;
}

/**
 * A page of the people whose user name, or a word of whose name, begins as was typed: those whom the viewer follows
 * first, then the one who is called just so, then those whom most follow.
 */
export async function searchPeople(
  viewer: Viewer | null,
  text: string,
  { cursor = null, limit = PAGE_SIZE, signal }: Asked = {},
): Promise<FoundPeople> {
  const [followed, { answer, degraded }] = await Promise.all([
    viewer ? followedWhoseNames(viewer.id, text, MOST) : [],
    suggest(text, MOST, signal),
  ]);
  const ids = [...new Set([...followed, ...answer])];
  const newest = cursor?.newest ?? newId();
  const rows = ids.length === 0 ? [] : await ranked(viewer, ids, { text, newest, cursor, limit: limit + 1 });
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map(({ rank, ...person }) => person),
    next: rows.length > limit && last ? { newest, rank: last.rank, id: last.id } : null,
    degraded,
  };
}

/** The first few of them, for a list that opens while someone types. */
export const suggestPeople = async (
  viewer: Viewer | null,
  prefix: string,
  limit: number,
  signal?: AbortSignal,
): Promise<PersonView[]> => (await searchPeople(viewer, prefix, { limit, signal })).items;

interface Part {
  text: string;
  newest: number;
  cursor: PeopleCursor | null;
  limit: number;
}

/** Those of these people whom the viewer may see, in their order. What is shown of them is read last, for the few. */
async function ranked(viewer: Viewer | null, ids: number[], { text, newest, cursor, limit }: Part) {
  const rank = rankOf(text, newest);
  const picked = db
    .select({ id: users.id, rank: rank.as("place"), edge: sql<number | null>`${follows.id}`.as("edge") })
    .from(users)
    .leftJoin(follows, and(eq(follows.followerId, viewer?.id ?? 0), eq(follows.followeeId, users.id)))
    .where(
      and(
        inArray(users.id, ids),
        lte(users.id, newest),
        cursor
          ? or(sql`${rank} < ${cursor.rank}`, sql`${rank} = ${cursor.rank} and ${users.id} > ${cursor.id}`)
          : undefined,
        seesPerson(viewer, users.id),
      ),
    )
    .orderBy(desc(sql`place`), users.id)
    .limit(limit)
    .as("picked");
  const { id, username, name, avatar, about } = users;
  const rows = await db
    .select({ id, username, name, avatar, about, rank: picked.rank, edge: picked.edge })
    .from(picked)
    .innerJoin(users, eq(users.id, picked.id))
    .orderBy(desc(picked.rank), picked.id);
  return rows.map(({ edge, ...person }) => ({ ...person, followed: edge !== null }));
}

/**
 * A higher number comes first. Pages stay as they are while people follow each other, and the reader them: followers
 * count in powers of two and without the reader, whose follows later than `newest` count for nothing.
 */
function rankOf(text: string, newest: number): SQL<number> {
  const exact = usernameKey(text.trim().replace("@", ""));
  const followers = sql`greatest(0, ${users.followersCount} - (${follows.id} is not null))`;
  return sql<number>`(1 + 1000 * (coalesce(${follows.id}, ${newest + 1}) <= ${newest})
    + 100 * (lower(${users.username}) = ${exact}) + ceil(log2(1 + ${followers})))`.mapWith(Number);
}
