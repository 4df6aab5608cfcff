import { and, eq, inArray } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { follows, users } from "../../db/schema.ts";
import type { PersonView, Viewer } from "../domain/people.ts";
import { followedWhoseNames } from "./mysql/suggest.ts";
import { suggest } from "./search.ts";

/** So many people a search lists: who is looked for by more letters is sooner found than on a second page. */
const LISTED = 40;

/** People whose user name or name begins as was typed, those whom the viewer follows first. */
export const searchPeople = (
  viewer: Viewer | null,
  text: string,
  signal?: AbortSignal,
): Promise<PersonView[]> => suggestPeople(viewer, text, LISTED, signal);

/** The first few of them, for a list that opens while someone types. */
export async function suggestPeople(
  viewer: Viewer | null,
  prefix: string,
  limit: number,
  signal?: AbortSignal,
): Promise<PersonView[]> {
  const [followed, others] = await Promise.all([
    viewer ? followedWhoseNames(viewer.id, prefix, limit) : [],
    // Some may be hidden, and those who are followed come twice.
    suggest(prefix, 2 * limit, signal),
  ]);
  const ids = [...new Set([...followed, ...others])];
  const people = await peopleOf(viewer, ids);
  const found = ids.map((id) => people.get(id)).filter((person) => person !== undefined);
  return [...found.filter((person) => person.followed), ...found.filter((person) => !person.followed)].slice(
    0,
    limit,
  );
}

async function peopleOf(viewer: Viewer | null, ids: number[]): Promise<Map<number, PersonView>> {
  if (ids.length === 0) return new Map();
  const { id, username, name, about } = users;
  const rows = await db
    .select({ id, username, name, about, followedBy: follows.followerId })
    .from(users)
    .leftJoin(follows, and(eq(follows.followerId, viewer?.id ?? 0), eq(follows.followeeId, users.id)))
    .where(and(inArray(users.id, ids), eq(users.hidden, false)));
  return new Map(
    rows.map(({ followedBy, ...person }) => [person.id, { ...person, followed: followedBy !== null }]),
  );
}
