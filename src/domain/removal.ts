import { and, eq, or, sql } from "drizzle-orm";
import { db, type Transaction } from "../../db/client.ts";
import {
  authenticators,
  challenges,
  conversationSides,
  conversations,
  dataExports,
  dataImports,
  follows,
  hidings,
  homeReaders,
  homeRows,
  jobs,
  mentions,
  messages,
  notificationChoices,
  notifications,
  passkeys,
  recoveryCodes,
  securityEvents,
  sessions,
  tokens,
  uploads,
} from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue } from "../jobs/queue.ts";
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
  await removeUploads(tx, person);
  await removeArchives(tx, person);
  // One after the other, each along its own index: asked for either, an engine may read the whole table.
  for (const end of [notifications.recipientId, notifications.actorId])
    await tx.delete(notifications).where(eq(end, person));
  for (const end of [hidings.viewerId, hidings.personId]) await tx.delete(hidings).where(eq(end, person));
  await tx.delete(notificationChoices).where(eq(notificationChoices.personId, person));
  await tx.delete(mentions).where(eq(mentions.personId, person));
  for (const table of [homeReaders, homeRows]) await tx.delete(table).where(eq(table.readerId, person));
}

/** Their pictures, once nobody is shown by them: the files are left to jobs. */
async function removeUploads(tx: Transaction, person: number): Promise<void> {
  const own = await tx.select({ key: uploads.key }).from(uploads).where(eq(uploads.ownerId, person));
  for (const { key } of own) await enqueue(tx, "remove-picture", { key });
}

/** What they had put into files or brought along. The files are left to jobs; a job that is at one finds no row and stops. */
async function removeArchives(tx: Transaction, person: number): Promise<void> {
  for (const [table, folder] of [
    [dataExports, "exports"],
    [dataImports, "imports"],
  ] as const) {
    const own = await tx.select({ key: table.fileKey }).from(table).where(eq(table.personId, person));
    for (const { key } of own) if (key) await enqueue(tx, "remove-archive", { file: `${folder}/${key}.zip` });
    await tx.delete(table).where(eq(table.personId, person));
  }
}

const TALKS_AT_ONCE = 100;

/**
 * Takes a person out of their conversations. What they wrote stays with the other one, as from someone who is gone; what
 * nobody has any more goes too. `between` is called between batches.
 */
export async function removeTalks(person: number, between: () => Promise<void>): Promise<void> {
  for (;;) {
    const talks = await db
      .select({ id: conversationSides.conversationId })
      .from(conversationSides)
      .where(eq(conversationSides.personId, person))
      .limit(TALKS_AT_ONCE);
    if (talks.length === 0) return;
    for (const { id } of talks) await transact((tx) => leaveTalk(tx, person, id));
    await between();
  }
}

async function leaveTalk(tx: Transaction, person: number, id: number): Promise<void> {
  await tx.select().from(conversations).where(eq(conversations.id, id)).for("update");
  const sides = eq(conversationSides.conversationId, id);
  await tx.delete(conversationSides).where(and(sides, eq(conversationSides.personId, person)));
  if ((await tx.$count(conversationSides, sides)) > 0) return;
  await tx.delete(messages).where(eq(messages.conversationId, id));
  await tx.delete(conversations).where(eq(conversations.id, id));
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
