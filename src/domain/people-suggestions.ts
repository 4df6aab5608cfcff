import { and, desc, eq, like, or, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { follows, usernames, users } from "../../db/schema.ts";
import type { PersonRef } from "./people.ts";
import { seesPerson } from "./seen-people.ts";
import { usernameKey } from "./usernames.ts";

const MOST = 8;

/** Of those whom someone follows, so many are looked through, the latest first. */
const FOLLOWED = 1000;

const columns = { id: users.id, username: users.username, name: users.name, avatar: users.avatar };

/**
 * A few people whose user name, or for those the viewer follows also whose name, begins so: the followed first, then by
 * user name. Bounded by the index of user names and by how many one follows.
 */
export async function suggestPeople(viewer: Pick<PersonRef, "id">, prefix: string): Promise<PersonRef[]> {
  const begins = `${usernameKey(prefix).replace(/[\\%_]/g, "\\$&")}%`;
  const edges = db
    .select({ id: follows.followeeId })
    .from(follows)
    .where(eq(follows.followerId, viewer.id))
    .orderBy(desc(follows.id))
    .limit(FOLLOWED)
    .as("edges");
  const followed = await db
    .select(columns)
    .from(edges)
    .innerJoin(users, eq(users.id, edges.id))
    .where(
      and(
        or(like(sql`lower(${users.username})`, begins), like(sql`lower(${users.name})`, begins)),
        seesPerson(viewer, users.id), // last: asked of those only whose names begin so
      ),
    )
    .orderBy(users.username)
    .limit(MOST);
  if (followed.length === MOST) return followed;

  const known = new Set([viewer.id, ...followed.map((person) => person.id)]);
  const keys = db
    .select({ id: usernames.userId })
    .from(usernames)
    .where(like(usernames.key, begins))
    .orderBy(usernames.key)
    .limit(MOST + known.size)
    .as("named");
  const named = await db
    .selectDistinct(columns)
    .from(keys)
    .innerJoin(users, eq(users.id, keys.id))
    .where(seesPerson(viewer, users.id))
    .orderBy(users.username);
  const others = named.filter((person) => !known.has(person.id));
  return [...followed, ...others].slice(0, MOST);
}
