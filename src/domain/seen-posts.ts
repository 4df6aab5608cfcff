import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts, users } from "../../db/schema.ts";
import { type Seer, seesPerson } from "./seen-people.ts";

/** A row of `postsSeenBy`. */
export type PostRow = Awaited<ReturnType<typeof postsSeenBy>>[number];

/**
 * What stands beside a post of its author: all of it in one lookup for each row, a line each. Were the two joined, engines
 * may begin with the people and sort all their posts.
 */
const byline = sql`(select concat_ws('\n', ${users.username}, coalesce(${users.avatar}, ''), ${users.name})
  from ${users} where ${users.id} = ${posts.authorId})`.mapWith(authorOf);

function authorOf(lines: string) {
  const [username = "", avatar, name = ""] = lines.split("\n");
  return { username, avatar: avatar || null, name };
}

/** What is shown of a post. */
export const postColumns = {
  id: posts.id,
  body: posts.body,
  mentioned: posts.mentioned,
  createdAt: posts.createdAt,
  editedAt: posts.editedAt,
  importedAt: posts.importedAt,
  authorId: posts.authorId,
  byline: byline.as("byline"),
};

/**
 * The posts that this viewer may see, with their authors. `conditions` narrow it; order and limit are the caller's.
 */
export const postsSeenBy = (viewer: Seer, ...conditions: (SQL | undefined)[]) =>
  db
    .select(postColumns)
    .from(posts)
    .where(visibleTo(viewer, ...conditions))
    .$dynamic();

/** Their ids only: for what picks and sorts. MariaDB keeps a temporary table with texts in a file. */
export const idsSeenBy = (viewer: Seer, ...conditions: (SQL | undefined)[]) =>
  db
    .select({ id: posts.id })
    .from(posts)
    .where(visibleTo(viewer, ...conditions))
    .$dynamic();

/** The index is named, as MySQL may prefer to walk everybody's posts until it has met enough by one author, or sort theirs. */
export const ALONG_AUTHOR = { forceIndex: "posts_author" };

/** One author's posts below `before` that this viewer may see, newest first. */
export const authorsPosts = (viewer: Seer, author: number, before: number) =>
  db
    .select(postColumns)
    .from(posts, ALONG_AUTHOR)
    .where(visibleTo(viewer, eq(posts.authorId, author), lt(posts.id, before)))
    .orderBy(desc(posts.id))
    .$dynamic();

/** Their ids only. */
export const authorsPostIds = (viewer: Seer, author: number, before: number) =>
  db
    .select({ id: posts.id })
    .from(posts, ALONG_AUTHOR)
    .where(visibleTo(viewer, eq(posts.authorId, author), lt(posts.id, before)))
    .orderBy(desc(posts.id))
    .$dynamic();

/** Every read of posts asks this, so that what is hidden from someone is hidden everywhere. */
const visibleTo = (viewer: Seer, ...conditions: (SQL | undefined)[]) =>
  and(...conditions, seesPerson(viewer, posts.authorId));
