import { and, desc, eq, lt, type Placeholder, type SQL, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts, users } from "../../db/schema.ts";

/** `Placeholder`: whoever a prepared statement will be asked for. */
type Seer = { id: number | Placeholder } | null;

/** A row of `postsSeenBy`. */
export type PostRow = Awaited<ReturnType<typeof postsSeenBy>>[number];

/** Of the author, asked for each row. Were the two joined, engines may begin with the people and sort all their posts. */
const ofAuthor = (column: typeof users.username | typeof users.name) =>
  sql<string>`(select ${column} from ${users} where ${users.id} = ${posts.authorId})`;

/** What is shown of a post. */
export const postColumns = {
  id: posts.id,
  body: posts.body,
  mentioned: posts.mentioned,
  createdAt: posts.createdAt,
  editedAt: posts.editedAt,
  authorId: posts.authorId,
  username: ofAuthor(users.username).as("username"),
  name: ofAuthor(users.name).as("name"),
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
const visibleTo = (_viewer: Seer, ...conditions: (SQL | undefined)[]) => and(...conditions);
