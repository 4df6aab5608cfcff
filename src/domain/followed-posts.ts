import { and, desc, eq, inArray, lt, type SQLWrapper, sql } from "drizzle-orm";
import { type Database, db } from "../../db/client.ts";
import { follows, posts } from "../../db/schema.ts";
import type { PersonRef } from "./people.ts";
import { type Seer, seesPerson, skippingMuted } from "./seen-people.ts";
import { ALONG_AUTHOR, postsSeenBy } from "./seen-posts.ts";

/**
 * The newest `limit` posts below `before` by the viewer and those they follow, asked of the posts themselves. Bounded
 * whatever the number of posts: one step into the index for each author finds who wrote last; only those can be on the
 * page, and each gives at most a page. (A join of follows and posts, sorted, took 2 s for 2,000 follows and 5 M posts.)
 */
export async function followedPosts(viewer: Pick<PersonRef, "id">, before: number, limit: number) {
  const ids = await followedIds(db, viewer, before, limit, skippingMuted(viewer));
  return ids.length === 0 ? [] : postsSeenBy(viewer, inArray(posts.id, ids)).orderBy(desc(posts.id));
}

/** The ids of the same posts, by those whom `seer` sees. */
export async function followedIds(
  on: Database,
  reader: Pick<PersonRef, "id">,
  before: number,
  limit: number,
  seer: Seer,
) {
  const authors = await latestAuthors(on, reader.id, before, limit, seer);
  if (authors.length === 0) return [];
  const pages = authors.map((author) => idsBy(on, author, before).limit(limit));
  const newest = await on
    .select({ id: sql`id`.mapWith(posts.id) })
    .from(sql`(${sideBySide(pages)}) as pages`)
    .orderBy(sql`id desc`)
    .limit(limit);
  return newest.map((post) => post.id);
}

/**
 * Of the reader and those they follow and see, the `limit` who wrote last below `before`. A question for each author, all in one
 * statement: the largest id below a bound is one step into the index. (Grouped by author, MariaDB reads all their posts.)
 */
async function latestAuthors(
  on: Database,
  readerId: number,
  before: number,
  limit: number,
  seer: Seer,
): Promise<number[]> {
  const followed = await on
    .select({ id: follows.followeeId })
    .from(follows)
    .where(and(eq(follows.followerId, readerId), seesPerson(seer, follows.followeeId)));
  const newest = [readerId, ...followed.map((person) => person.id)].map(
    (author) => sql`select ${author} as author, max(${posts.id}) as newest
      from ${posts} where ${posts.authorId} = ${author} and ${posts.id} < ${before}`,
  );
  const latest = await on
    .select({ author: sql`author`.mapWith(Number) })
    .from(sql`(${sideBySide(newest)}) as latest`)
    .where(sql`newest is not null`)
    .orderBy(sql`newest desc`)
    .limit(limit);
  return latest.map((row) => row.author);
}

const idsBy = (on: Database, author: number, before: number) =>
  on
    .select({ id: posts.id })
    .from(posts, ALONG_AUTHOR)
    .where(and(eq(posts.authorId, author), lt(posts.id, before)))
    .orderBy(desc(posts.id));

/** Drizzle's own `unionAll` puts each question into the next one, which MariaDB refuses beyond 63. */
const sideBySide = (questions: SQLWrapper[]) => sql.join(questions, sql` union all `);
