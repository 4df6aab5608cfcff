import { and, desc, eq, lt, type Placeholder, type SQL, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts, users } from "../../db/schema.ts";
import { type Seer, seesJoined } from "./seen-people.ts";

/** A row of `postsSeenBy`. */
export type PostRow = Awaited<ReturnType<typeof postsSeenBy>>[number];

/** What is shown of a post, with its author as `postsSeenBy` joins them. */
export const postColumns = {
  id: posts.id,
  body: posts.body,
  mentioned: posts.mentioned,
  createdAt: posts.createdAt,
  editedAt: posts.editedAt,
  importedAt: posts.importedAt,
  authorId: posts.authorId,
  username: sql`${users.username}`.mapWith(users.username).as("username"),
  name: sql`${users.name}`.mapWith(users.name).as("name"),
  avatar: sql<string | null>`${users.avatar}`.as("avatar"),
};

/**
 * The posts that this viewer may see, with their authors. `conditions` narrow it; order and limit are the caller's. One
 * lookup for each row brings the author and says whether they are hidden. Joined from the left and with a condition that
 * nothing can be inferred from: engines may else begin with the people and sort all their posts.
 */
export const postsSeenBy = (viewer: Seer, ...conditions: (SQL | undefined)[]) =>
  db
    .select(postColumns)
    .from(posts)
    .leftJoin(users, eq(users.id, posts.authorId), BY_KEY)
    .where(visibleTo(viewer, ...conditions))
    .$dynamic();

/** Row for row: MySQL may else read the whole table that is joined, where it is small, and sort. */
export const BY_KEY = { forceIndex: "PRIMARY" };

/** The index is named, as MySQL may prefer to walk everybody's posts until it has met enough by one author, or sort theirs. */
export const ALONG_AUTHOR = { forceIndex: "posts_author" };

/** One author's posts below `before` that this viewer may see, newest first. */
export const authorsPosts = (viewer: Seer, author: Placeholder, before: Placeholder) =>
  db
    .select(postColumns)
    .from(posts, ALONG_AUTHOR)
    .leftJoin(users, eq(users.id, posts.authorId), BY_KEY)
    .where(visibleTo(viewer, eq(posts.authorId, author), lt(posts.id, before)))
    .orderBy(desc(posts.id))
    .$dynamic();

/** Every read of posts asks this, so that what is hidden from someone is hidden everywhere. `users` must be joined. */
export const visibleTo = (viewer: Seer, ...conditions: (SQL | undefined)[]) =>
  and(...conditions, seesJoined(viewer, posts.authorId));
