import { index, int, mysqlTable, primaryKey, uniqueIndex, varchar } from "drizzle-orm/mysql-core";
import { bytes, id, moment } from "../columns.ts";

/** Authenticator apps, one a person. The secret is sealed: see `src/domain/vault.ts`. */
export const authenticators = mysqlTable("authenticators", {
  userId: id().primaryKey(),
  secret: varchar({ length: 255 }).notNull(),
  /** Null until a first code has shown that the app has the secret: until then it asks nothing of anybody. */
  confirmedAt: moment(),
  /** The thirty seconds whose code was taken last: neither it nor an earlier one is taken again. */
  lastStep: int({ unsigned: true }).notNull().default(0),
  createdAt: moment().notNull(),
});

/** What lets someone in whose telephone is gone; a row goes when it is used. Only the SHA-256 is here. */
export const recoveryCodes = mysqlTable(
  "recovery_codes",
  { userId: id().notNull(), codeHash: bytes(32).notNull() },
  (t) => [primaryKey({ columns: [t.userId, t.codeHash] })],
);

/** Passkeys: what a browser or a security key has shown of itself. Nothing here is secret. */
export const passkeys = mysqlTable(
  "passkeys",
  {
    id: id().primaryKey(),
    userId: id().notNull(),
    /** As the owner calls it. */
    name: varchar({ length: 1600 }).notNull(),
    /** SHA-256 of the id that the authenticator gave it, which may be too long for an index. */
    credentialHash: bytes(32).notNull(),
    credentialId: varchar({ length: 1400 }).notNull(),
    publicKey: varchar({ length: 1400 }).notNull(),
    /** How often it was used, by its own count; many do not count. One that goes back is a copy. */
    counter: id().notNull(),
    transports: varchar({ length: 120 }).notNull(),
    createdAt: moment().notNull(),
    lastUsedAt: moment(),
  },
  (t) => [uniqueIndex("passkeys_credential").on(t.credentialHash), index("passkeys_user").on(t.userId)],
);

/** What a passkey is asked to sign: once, for one purpose, within a few minutes. Only the SHA-256 is here. */
export const challenges = mysqlTable(
  "challenges",
  {
    challengeHash: bytes(32).primaryKey(),
    purpose: varchar({ length: 16 }).notNull(),
    /** Who asked; 0 where nobody is signed in yet. */
    userId: id().notNull(),
    expiresAt: moment().notNull(),
  },
  (t) => [index("challenges_expires").on(t.expiresAt)],
);
