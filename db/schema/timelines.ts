import { index, int, mysqlTable, primaryKey, text, uniqueIndex, varchar } from "drizzle-orm/mysql-core";
import { bytes, id, jsonText, moment } from "../columns.ts";

export const posts = mysqlTable(
  "posts",
  {
    id: id().primaryKey(),
    authorId: id().notNull(),
    body: text().notNull(),
    /** The language it was written in, as far as is known: the author's own. */
    language: varchar({ length: 12 }),
    /** The user names in the text that were somebody's when it was written, in lower case: those become links. */
    mentioned: jsonText<string[]>(),
    /** Rises with each edit, so that whoever keeps a copy knows which is newer. */
    revision: int().notNull().default(1),
    createdAt: moment().notNull(),
    editedAt: moment(),
    /** When it came here, for a post that was written on another site. */
    importedAt: moment(),
    /** What makes a repeated submit harmless: a digest of the form's key and the text (see `publish`). */
    submission: bytes(16),
  },
  (t) => [
    index("posts_author").on(t.authorId, t.id),
    uniqueIndex("posts_submission").on(t.authorId, t.submission),
  ],
);

/** Who follows whom. `id` sorts the edges by time and is the cursor of the lists of people. */
export const follows = mysqlTable(
  "follows",
  {
    id: id().notNull(),
    followerId: id().notNull(),
    followeeId: id().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.followerId, t.followeeId] }),
    index("follows_followers").on(t.followeeId, t.id, t.followerId),
    index("follows_following").on(t.followerId, t.id, t.followeeId),
  ],
);

/** The home timelines, written when a post is published: one row a reader and post, clustered by reader. */
export const homeRows = mysqlTable(
  "home_rows",
  { readerId: id().notNull(), postId: id().notNull(), authorId: id().notNull() },
  (t) => [primaryKey({ columns: [t.readerId, t.postId] })],
);

/**
 * Awake readers. `home_rows` holds every post at or above the floor by the reader and those they follow; rows below
 * it are ignored. No row here: asleep, nothing is written for them. See `src/domain/home.ts`.
 */
export const homeReaders = mysqlTable("home_readers", {
  readerId: id().primaryKey(),
  floor: id().notNull(),
});
