import { and, eq, or, sql } from "drizzle-orm";
import { db, type Transaction } from "../../db/client.ts";
import {
  authenticators,
  challenges,
  follows,
  homeReaders,
  homeRows,
  jobs,
  passkeys,
  recoveryCodes,
  securityEvents,
  sessions,
  tokens,
} from "../../db/schema.ts";
import { unfollow } from "./follows.ts";

/*
 * What is removed together with a person, whether they left or were never confirmed. A noun with rows of people of its
 * own is added here.
 */

/** All rows that are one person's and nobody else's, but for what is too much for one transaction. */
export async function removeBelongings(tx: Transaction, person: number): Promise<void> {
  for (const table of [sessions, tokens, securityEvents, authenticators, recoveryCodes, passkeys, challenges])
    await tx.delete(table).where(eq(table.userId, person));
  const refused = sql`${jobs.payload} like ${`%"userId":${person},%`}`;
  await tx.delete(jobs).where(and(eq(jobs.kind, "mail"), refused));
  for (const table of [homeReaders, homeRows]) await tx.delete(table).where(eq(table.readerId, person));
}

const FOLLOWS_AT_ONCE = 100;

/**
 * Ends every follow from and to this person, which takes their posts out of others' home pages and keeps the counts.
 * `between` is called between batches.
 */
export async function removeFollows(person: number, between: () => Promise<void>): Promise<void> {
  const theirs = or(eq(follows.followerId, person), eq(follows.followeeId, person));
  for (;;) {
    const edges = await db
      .select({ follower: follows.followerId, followee: follows.followeeId })
      .from(follows)
      .where(theirs)
      .limit(FOLLOWS_AT_ONCE);
    if (edges.length === 0) return;
    for (const { follower, followee } of edges) await unfollow({ id: follower }, { id: followee });
    await between();
  }
}
