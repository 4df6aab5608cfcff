import { and, desc, eq, gt, ne, type SQL, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { sessions, usernames, users } from "../../db/schema.ts";
import { PAGE_SIZE } from "./page.ts";
import { usernameKey } from "./usernames.ts";

/*
 * People as whoever runs the site sees them: all there are, also those whom nobody else does.
 */

const briefly = {
  ...{ id: users.id, username: users.username, name: users.name, email: users.email },
  ...{ emailConfirmedAt: users.emailConfirmedAt, admin: users.admin, postsCount: users.postsCount },
  ...{ suspendedAt: users.suspendedAt, leavesAt: users.leavesAt },
  ...{ createdAt: users.createdAt, lastSeenAt: users.lastSeenAt },
};

const wholly = {
  ...briefly,
  ...{ newEmail: users.newEmail, about: users.about, locale: users.locale },
  ...{ suspendedFor: users.suspendedFor, hidden: users.hidden },
  ...{ followersCount: users.followersCount, followingCount: users.followingCount },
};

/**
 * A page of all people, who came last first, of those who have `search` in their user name, name or address. Pages count
 * from 1; `next` is null at the end.
 */
export async function listMembers({ search = "", page = 1 }: { search?: string; page?: number }) {
  const rows = await db
    .select(briefly)
    .from(users)
    .where(and(ne(users.username, BEING_REMOVED), containing(search)))
    .orderBy(desc(users.id))
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE);
  return { users: rows.slice(0, PAGE_SIZE), next: rows.length > PAGE_SIZE ? page + 1 : null };
}

/** What is known of a person, without what would let somebody in; null when they are gone. */
export async function findMember(person: number) {
  const [row] = await db.select(wholly).from(users).where(eq(users.id, person));
  if (row === undefined) return null;
  const names = await db.select({ key: usernames.key }).from(usernames).where(eq(usernames.userId, person));
  const former = names.map(({ key }) => key).filter((key) => key !== usernameKey(row.username));
  const live = and(eq(sessions.userId, person), gt(sessions.expiresAt, sql`utc_timestamp(3)`));
  return { ...row, formerUsernames: former, sessionsCount: await db.$count(sessions, live) };
}

/** Makes somebody an admin, or an ordinary member again. False when they were. */
export async function setAdmin(person: number, admin: boolean): Promise<boolean> {
  const otherwise = and(eq(users.id, person), ne(users.admin, admin));
  const [{ affectedRows }] = await db.update(users).set({ admin }).where(otherwise);
  return affectedRows === 1;
}

/** Has no name any more. */
const BEING_REMOVED = "";

/** The tables compare byte by byte, people do not. */
function containing(search: string): SQL | undefined {
  if (search === "") return undefined;
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return sql`lower(concat_ws(' ', ${users.username}, ${users.name}, ${users.email})) like ${pattern}`;
}
