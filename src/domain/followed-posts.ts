import { and, desc, eq, gt, inArray, isNotNull, lt, or, type SQLWrapper, sql } from "drizzle-orm";
import { type Database, db } from "../../db/client.ts";
import { follows, posts } from "../../db/schema.ts";
import type { PersonRef } from "./people.ts";
import { type Seer, seesPerson, skippingMuted } from "./seen-people.ts";
import { ALONG_AUTHOR, BY_KEY, postsSeenBy } from "./seen-posts.ts";

/** Who follows more people than this mostly finds a page among the newest posts of all. */
const MANY = 500;

/** How many posts of all are looked at there for each one that is wanted. */
const LOOKED_AT = 50;

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
  { id: readerId }: Pick<PersonRef, "id">,
  before: number,
  limit: number,
  seer: Seer,
): Promise<number[]> {
  const some = await followedBy(on, readerId, seer).limit(MANY + 1);
  if (some.length <= MANY) return byLatestAuthors(on, [readerId, ...some.map(({ id }) => id)], before, limit);

  const near = await amongNewest(on, readerId, before, limit, seer);
  if (near !== null) return near;
  const followed = await followedBy(on, readerId, seer);
  return byLatestAuthors(on, [readerId, ...followed.map(({ id }) => id)], before, limit);
}

const followedBy = (on: Database, readerId: number, seer: Seer) =>
  on
    .select({ id: follows.followeeId })
    .from(follows)
    .where(and(eq(follows.followerId, readerId), seesPerson(seer, follows.followeeId)))
    .$dynamic();

/**
 * Walks back along the posts of all, and stops when it has as many as are wanted. Null when they lie further back: what it
 * would take to find those of quiet people has no bound.
 */
async function amongNewest(
  on: Database,
  readerId: number,
  before: number,
  limit: number,
  seer: Seer,
): Promise<number[] | null> {
  const [end] = await on
    .select({ id: posts.id })
    .from(posts)
    .where(lt(posts.id, before))
    .orderBy(desc(posts.id))
    .limit(1)
    .offset(LOOKED_AT * limit);
  const theirs = and(eq(follows.followerId, readerId), eq(follows.followeeId, posts.authorId));
  const found = await on
    .select({ id: posts.id })
    .from(posts, BY_KEY)
    .leftJoin(follows, theirs, BY_KEY)
    .where(
      and(
        ...[lt(posts.id, before), end && gt(posts.id, end.id)],
        or(eq(posts.authorId, readerId), isNotNull(follows.id)),
        seesPerson(seer, posts.authorId),
      ),
    )
    .orderBy(desc(posts.id))
    .limit(limit);
  return found.length === limit || !end ? found.map(({ id }) => id) : null;
}

async function byLatestAuthors(
  on: Database,
  authors: number[],
  before: number,
  limit: number,
): Promise<number[]> {
  const latest = await latestAuthors(on, authors, before, limit);
  if (latest.length === 0) return [];
  const pages = latest.map((author) => idsBy(on, author, before).limit(limit));
  const newest = await on
    .select({ id: sql`id`.mapWith(posts.id) })
    .from(sql`(${sideBySide(pages)}) as pages`)
    .orderBy(sql`id desc`)
    .limit(limit);
  return newest.map((post) => post.id);
}

/**
 * Of these authors the `limit` who wrote last below `before`. A question for each author, all in one statement: the largest
 * id below a bound is one step into the index. (Grouped by author, MariaDB reads all their posts.)
 */
async function latestAuthors(
  on: Database,
  authors: number[],
  before: number,
  limit: number,
): Promise<number[]> {
  const newest = authors.map(
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
