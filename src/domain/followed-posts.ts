import { and, desc, eq, inArray, lt, max, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/mysql-core";
import { type Database, db, type Transaction } from "../../db/client.ts";
import { follows, posts } from "../../db/schema.ts";
import type { PersonRef } from "./people.ts";
import { postsSeenBy } from "./posts.ts";

/**
 * The newest `limit` posts below `before` by the viewer and those they follow, asked of the posts themselves. Bounded
 * whatever the number of posts: one step into the index for each author finds who wrote last; only those can be on the
 * page, and each gives at most a page. (A join of follows and posts, sorted, took 2 s for 2,000 follows and 5 M posts.)
 */
export async function followedPosts(viewer: Pick<PersonRef, "id">, before: number, limit: number) {
  const authors = await latestAuthors(db, viewer.id, before, limit);
  const [first, second, ...more] = authors.map((author) =>
    postsSeenBy(viewer, eq(posts.authorId, author), lt(posts.id, before))
      .orderBy(desc(posts.id))
      .limit(limit),
  );
  if (first === undefined) return [];
  if (second === undefined) return first;
  return unionAll(first, second, ...more)
    .orderBy(sql`id desc`)
    .limit(limit);
}

/** The ids of the newest such posts, whoever may see them: what a reader's home rows begin with. */
export async function followedIds(tx: Transaction, readerId: number, limit: number): Promise<number[]> {
  const authors = await latestAuthors(tx, readerId, Number.MAX_SAFE_INTEGER, limit);
  const [first, second, ...more] = authors.map((author) =>
    tx
      .select({ id: posts.id })
      .from(posts)
      .where(eq(posts.authorId, author))
      .orderBy(desc(posts.id))
      .limit(limit),
  );
  if (first === undefined) return [];
  const newest = await (second === undefined
    ? first
    : unionAll(first, second, ...more)
        .orderBy(sql`id desc`)
        .limit(limit));
  return newest.map((post) => post.id);
}

/** Those of the reader and whom they follow who wrote last below `before`. */
async function latestAuthors(
  on: Database,
  readerId: number,
  before: number,
  limit: number,
): Promise<number[]> {
  const followed = await on
    .select({ id: follows.followeeId })
    .from(follows)
    .where(eq(follows.followerId, readerId));
  const candidates = [readerId, ...followed.map((person) => person.id)];
  const newest = max(posts.id);
  const authors = await on
    .select({ id: posts.authorId, newest })
    .from(posts)
    .where(and(inArray(posts.authorId, candidates), lt(posts.id, before)))
    .groupBy(posts.authorId)
    .orderBy(desc(newest))
    .limit(limit);
  return authors.map((author) => author.id);
}
