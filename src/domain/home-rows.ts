import { and, desc, eq, gt, gte, inArray, max, type SQL, sql } from "drizzle-orm";
import { db, type Transaction } from "../../db/client.ts";
import { follows, homeReaders, homeRows, posts } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { ALONG_AUTHOR } from "./seen-posts.ts";

/*
 * The writing side of home timelines. What holds at every commit, for every awake reader: `home_rows` has a row for
 * each post at or above the reader's floor by the reader and those they follow. Fan-out adds to it, following fills it,
 * unfollowing and deleting take from it, trimming raises the floor. `home.ts` reads.
 */

/** A floor that no post reaches: rows are collected for this reader, but none counts yet. */
export const NO_FLOOR = Number.MAX_SAFE_INTEGER;

/** How many rows following one person brings at most. */
const FILL = 400;

/** The reader's floor; null when they are asleep. */
export async function floorOf(readerId: number): Promise<number | null> {
  const [reader] = await db
    .select({ floor: homeReaders.floor })
    .from(homeReaders)
    .where(eq(homeReaders.readerId, readerId));
  return reader?.floor ?? null;
}

/** Locks the reader's floor until the transaction ends; null when they are asleep. */
export async function lockFloor(tx: Transaction, readerId: number): Promise<number | null> {
  const [reader] = await tx
    .select({ floor: homeReaders.floor })
    .from(homeReaders)
    .where(eq(homeReaders.readerId, readerId))
    .for("update");
  return reader?.floor ?? null;
}

export const setFloor = (tx: Transaction, readerId: number, floor: number) =>
  tx.update(homeReaders).set({ floor }).where(eq(homeReaders.readerId, readerId));

/** After a follow, in its transaction: the author's posts down to the floor, which rises if these are very many. */
export async function fillFrom(tx: Transaction, readerId: number, authorId: number): Promise<void> {
  const floor = await lockFloor(tx, readerId);
  if (floor === null || floor === NO_FLOOR) return;
  const above = and(eq(posts.authorId, authorId), gte(posts.id, floor));
  const found = await tx
    .select({ id: posts.id })
    .from(posts, ALONG_AUTHOR)
    .where(above)
    .orderBy(desc(posts.id))
    .limit(FILL + 1);
  if (found.length === 0) return;

  const filled = found.slice(0, FILL).map((post) => post.id);
  await addRows(tx, readerId, filled);
  const oldest = filled.at(-1);
  if (found.length > FILL && oldest !== undefined) await setFloor(tx, readerId, oldest);
}

/** Gives these posts to a reader; those deleted in the meantime are left out, a deletion from now on waits. */
export async function addRows(tx: Transaction, readerId: number, postIds: number[]): Promise<void> {
  await tx.execute(
    sql`insert ignore into ${homeRows} (reader_id, post_id, author_id)
      select ${readerId}, ${posts.id}, ${posts.authorId} from ${posts}
      where ${inArray(posts.id, postIds)}
      lock in share mode`,
  );
}

/** After an unfollow, in its transaction: the author's posts leave the reader's home. */
export async function takeAuthorOut(tx: Transaction, readerId: number, authorId: number): Promise<void> {
  await tx.delete(homeRows).where(and(eq(homeRows.readerId, readerId), eq(homeRows.authorId, authorId)));
}

/**
 * Gives a post to all awake followers of its author, in batches along the follow edges, each a transaction of one
 * statement. The select locks what it reads, so that an unfollow, a deletion or a change of a floor happens entirely
 * before a batch or entirely after it. (Reading the followers first and inserting then left a row behind after an
 * unfollow in between.) Running it twice changes nothing. `between` is called after each batch.
 */
export async function fanOut(postId: number, authorId: number, between: () => Promise<void>): Promise<void> {
  await alongFollowers(
    authorId,
    between,
    (edges) =>
      sql`insert ignore into ${homeRows} (reader_id, post_id, author_id)
      select ${homeReaders.readerId}, ${posts.id}, ${posts.authorId}
      from ${posts} join ${follows} join ${homeReaders} on ${homeReaders.readerId} = ${follows.followerId}
      where ${posts.id} = ${postId} and ${edges}
      lock in share mode`,
  );
}

/** Takes a deleted post out of the home of its author and all their followers. */
export async function takeBack(
  postId: number,
  authorId: number,
  between: () => Promise<void>,
): Promise<void> {
  await db.delete(homeRows).where(and(eq(homeRows.readerId, authorId), eq(homeRows.postId, postId)));
  await alongFollowers(
    authorId,
    between,
    (edges) =>
      sql`delete ${homeRows} from ${homeRows} join ${follows} on ${follows.followerId} = ${homeRows.readerId}
      where ${homeRows.postId} = ${postId} and ${edges}`,
  );
}

const BATCH = 2000;

/** Runs a statement for each batch of the edges that lead to this person. */
async function alongFollowers(
  personId: number,
  between: () => Promise<void>,
  statement: (edges: SQL) => SQL,
) {
  for (let done = 0; ; ) {
    const ahead = and(eq(follows.followeeId, personId), gt(follows.id, done));
    const batch = db
      .select({ id: follows.id })
      .from(follows)
      .where(ahead)
      .orderBy(follows.id)
      .limit(BATCH)
      .as("batch");
    const [{ end } = { end: null }] = await db.select({ end: max(batch.id) }).from(batch);
    if (end === null) return;
    await transact((tx) => tx.execute(statement(sql`${ahead} and ${follows.id} <= ${end}`)));
    done = end;
    await between();
  }
}
