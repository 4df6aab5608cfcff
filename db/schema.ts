import {
  boolean,
  index,
  int,
  mysqlTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from "drizzle-orm/mysql-core";
import { bytes, id, jsonText, moment } from "./columns.ts";

/** People. The counts are kept, not counted: see `src/domain/counts.ts` for who may change them and how. */
export const users = mysqlTable(
  "users",
  {
    id: id().primaryKey(),
    username: varchar({ length: 30 }).notNull(),
    /** Null for an account that the admin made without one. */
    email: varchar({ length: 254 }),
    /** The address folded for comparison; unique, so that one address is one account. */
    emailKey: varchar({ length: 254 }),
    passwordHash: varchar({ length: 255 }).notNull(),
    name: varchar({ length: 1600 }).notNull().default(""),
    about: text().notNull(),
    locale: varchar({ length: 12 }),
    theme: varchar({ length: 8 }).notNull().default("auto"),
    admin: boolean().notNull().default(false),
    followersCount: int().notNull().default(0),
    followingCount: int().notNull().default(0),
    postsCount: int().notNull().default(0),
    createdAt: moment().notNull(),
    lastSeenAt: moment().notNull(),
  },
  (t) => [uniqueIndex("users_email_key").on(t.emailKey), index("users_last_seen").on(t.lastSeenAt)],
);

/**
 * Every user name that was ever taken, in lower case, with the person it belongs to. A name that was given up stays
 * here: it is never given to another and leads on to the person's present name.
 */
export const usernames = mysqlTable(
  "usernames",
  { key: varchar({ length: 30 }).primaryKey(), userId: id().notNull() },
  (t) => [index("usernames_user").on(t.userId)],
);

/** Sessions, found by the SHA-256 of their token; the token itself is nowhere in the database. */
export const sessions = mysqlTable(
  "sessions",
  {
    tokenHash: bytes(32).primaryKey(),
    /** Names the session on pages and in logs, where neither token nor hash may appear. */
    publicId: varchar({ length: 32 }).notNull(),
    userId: id().notNull(),
    remember: boolean().notNull(),
    userAgent: varchar({ length: 255 }).notNull(),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
  },
  (t) => [index("sessions_user").on(t.userId), index("sessions_expires").on(t.expiresAt)],
);

export const posts = mysqlTable(
  "posts",
  {
    id: id().primaryKey(),
    authorId: id().notNull(),
    body: text().notNull(),
    createdAt: moment().notNull(),
    editedAt: moment(),
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

/** Work to be done after the transaction that wrote it. See `src/jobs/queue.ts`. */
export const jobs = mysqlTable(
  "jobs",
  {
    id: id().primaryKey(),
    kind: varchar({ length: 32 }).notNull(),
    payload: jsonText<unknown>().notNull(),
    /** While a job with this key waits or runs, another with the same key is not written. */
    uniqueKey: varchar({ length: 64 }),
    runAt: moment().notNull(),
    lockedUntil: moment(),
    attempts: int().notNull().default(0),
    lastError: varchar({ length: 500 }),
    failedAt: moment(),
    createdAt: moment().notNull(),
  },
  (t) => [index("jobs_due").on(t.failedAt, t.runAt), uniqueIndex("jobs_unique_key").on(t.uniqueKey)],
);

/** Small things the installation remembers: the signing key it made for itself, whether demo content was put in. */
export const settings = mysqlTable("settings", {
  key: varchar({ length: 64 }).primaryKey(),
  value: text().notNull(),
});
