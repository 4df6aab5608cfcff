import { boolean, index, int, mysqlTable, text, tinyint, uniqueIndex, varchar } from "drizzle-orm/mysql-core";
import { bytes, id, moment } from "../columns.ts";

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
    emailConfirmedAt: moment(),
    /** The address that is to take the place of `email` once it is confirmed. */
    newEmail: varchar({ length: 254 }),
    passwordHash: varchar({ length: 255 }).notNull(),
    name: varchar({ length: 1600 }).notNull().default(""),
    about: text().notNull(),
    locale: varchar({ length: 12 }),
    theme: varchar({ length: 8 }).notNull().default("auto"),
    /** The name of the uploaded picture, made from its content; null: a generated one. */
    avatar: varchar({ length: 64 }),
    admin: boolean().notNull().default(false),
    /** Who may write to them: everyone, those they follow, or nobody. */
    messagesFrom: varchar({ length: 8, enum: ["everyone", "followed", "nobody"] })
      .notNull()
      .default("everyone"),
    /** Nobody sees the person or what they wrote: suspended, or on the way out. */
    hidden: boolean().notNull().default(false),
    suspendedAt: moment(),
    /** Told to the person who signs in. */
    suspendedFor: varchar({ length: 500 }),
    /** When the account will be removed, at its owner's wish. */
    leavesAt: moment(),
    followersCount: int().notNull().default(0),
    followingCount: int().notNull().default(0),
    postsCount: int().notNull().default(0),
    createdAt: moment().notNull(),
    lastSeenAt: moment().notNull(),
  },
  (t) => [
    uniqueIndex("users_email_key").on(t.emailKey),
    index("users_last_seen").on(t.lastSeenAt),
    index("users_email_confirmed").on(t.emailConfirmedAt, t.id),
  ],
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
    /** The client's address when it was last seen; empty where it is not known. */
    address: varchar({ length: 45 }).notNull(),
    createdAt: moment().notNull(),
    lastSeenAt: moment().notNull(),
    /** When the person last showed that it is them: by password, second factor or passkey. */
    provedAt: moment().notNull(),
    expiresAt: moment().notNull(),
  },
  (t) => [index("sessions_user").on(t.userId), index("sessions_expires").on(t.expiresAt)],
);

/**
 * What a mail or a sign-in half done hands out, found by the SHA-256 of the token; the token itself is nowhere in the
 * database. See `src/domain/tokens.ts`.
 */
export const tokens = mysqlTable(
  "tokens",
  {
    tokenHash: bytes(32).primaryKey(),
    kind: varchar({ length: 24 }).notNull(),
    userId: id().notNull(),
    /** What it is about besides the person, such as the address to be confirmed. */
    subject: varchar({ length: 254 }).notNull().default(""),
    /** How often something was tried with it that was wrong, such as a code. */
    tries: tinyint({ unsigned: true }).notNull().default(0),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
  },
  (t) => [index("tokens_user").on(t.userId, t.kind), index("tokens_expires").on(t.expiresAt)],
);

/** What happened to an account, for its owner to see. Kept for 90 days. See `src/domain/security-events.ts`. */
export const securityEvents = mysqlTable(
  "security_events",
  {
    id: id().primaryKey(),
    userId: id().notNull(),
    kind: varchar({ length: 32 }).notNull(),
    address: varchar({ length: 45 }).notNull(),
    userAgent: varchar({ length: 255 }).notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [index("security_events_user").on(t.userId, t.id), index("security_events_created").on(t.createdAt)],
);
