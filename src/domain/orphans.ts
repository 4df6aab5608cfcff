import { asc, gt, inArray, type SQL } from "drizzle-orm";
import type { MySqlColumn, MySqlTable } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import {
  authenticators,
  conversationSides,
  dataExports,
  dataImports,
  follows,
  hidings,
  homeReaders,
  homeRows,
  mentions,
  notificationChoices,
  notifications,
  passkeys,
  posts,
  recoveryCodes,
  securityEvents,
  sessions,
  tokens,
  uploads,
  usernames,
  users,
} from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { removePosts } from "./posts.ts";
import { removeBelongings, removeFollows, removeTalks } from "./removal.ts";
import { sealUsernames } from "./usernames.ts";

/** Where people leave rows, each with an index that begins with the person. A noun with such rows is added here. */
const BELONGINGS: [table: MySqlTable, person: MySqlColumn][] = [
  [posts, posts.authorId],
  [follows, follows.followerId],
  [follows, follows.followeeId],
  [homeRows, homeRows.readerId],
  [homeReaders, homeReaders.readerId],
  [sessions, sessions.userId],
  [tokens, tokens.userId],
  [securityEvents, securityEvents.userId],
  [usernames, usernames.userId],
  [authenticators, authenticators.userId],
  [recoveryCodes, recoveryCodes.userId],
  [passkeys, passkeys.userId],
  [uploads, uploads.ownerId],
  [conversationSides, conversationSides.personId],
  [hidings, hidings.viewerId],
  [notifications, notifications.recipientId],
  [notificationChoices, notificationChoices.personId],
  [mentions, mentions.personId],
  [dataExports, dataExports.personId],
  [dataImports, dataImports.personId],
];

const PEOPLE_AT_ONCE = 200;

/**
 * People who are gone, but of whom something is still here, such as after a restore or by a hand in the tables. Their ids,
 * each once. Looks along the indexes in steps, so that no single look takes long.
 */
export async function findOrphans(): Promise<number[]> {
  const orphans = new Set<number>();
  for (const [table, person] of BELONGINGS) {
    for (let after = 0; ; ) {
      const ids = await peopleIn(table, person, gt(person, after));
      for (const id of await withoutRow(ids)) orphans.add(id);
      const last = ids.at(-1);
      if (last === undefined) break;
      after = last;
    }
  }
  return [...orphans];
}

/** Removes what is left of such a person, as when they left. */
export async function removeOrphan(person: number): Promise<void> {
  const between = async () => {};
  await removeFollows(person, between);
  await removeTalks(person, between);
  await removePosts(person, between);
  await transact(async (tx) => {
    await sealUsernames(tx, person);
    await removeBelongings(tx, person);
  });
}

async function peopleIn(table: MySqlTable, person: MySqlColumn, where: SQL): Promise<number[]> {
  const rows = await db
    .selectDistinct({ id: person })
    .from(table)
    .where(where)
    .orderBy(asc(person))
    .limit(PEOPLE_AT_ONCE);
  return rows.map(({ id }) => Number(id));
}

/** Whoever is new is in the tables together with their rows, so nobody is taken for gone who has just come. */
async function withoutRow(ids: number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const here = await db.select({ id: users.id }).from(users).where(inArray(users.id, ids));
  const known = new Set(here.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}
