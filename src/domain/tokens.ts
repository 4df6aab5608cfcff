import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, lt, lte, sql } from "drizzle-orm";
import { type Database, db } from "../../db/client.ts";
import { tokens } from "../../db/schema.ts";

/** What a token is good for, and for how many minutes. */
const MINUTES = {
  "confirm-email": 24 * 60,
  "change-email": 24 * 60,
  "password-reset": 10,
  "second-step": 10,
} as const;

export type TokenKind = keyof typeof MINUTES;

const hash = (token: string) => createHash("sha256").update(token).digest();
const SHAPE = /^[\w-]{43}$/;
const now = sql`utc_timestamp(3)`;

/** Makes a token for this person, the only one of its kind for them, and answers it: it is nowhere else. */
export async function issueToken(
  tx: Database,
  kind: TokenKind,
  person: number,
  subject = "",
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await revokeTokens(tx, kind, person);
  await tx.insert(tokens).values({
    ...{ tokenHash: hash(token), kind, userId: person, subject, createdAt: new Date() },
    expiresAt: new Date(Date.now() + MINUTES[kind] * 60_000),
  });
  return token;
}

/** Whose token this is and what it is about, or null when it is none, of another kind, used or run out. */
export async function findToken(kind: TokenKind, token: string) {
  if (!SHAPE.test(token)) return null;
  const [row] = await db
    .select({ userId: tokens.userId, subject: tokens.subject })
    .from(tokens)
    .where(and(eq(tokens.tokenHash, hash(token)), eq(tokens.kind, kind), gt(tokens.expiresAt, now)));
  return row ?? null;
}

/** Uses the token up. True for one caller only, however many try at once. */
export async function useToken(tx: Database, kind: TokenKind, token: string): Promise<boolean> {
  const [{ affectedRows }] = await tx
    .delete(tokens)
    .where(and(eq(tokens.tokenHash, hash(token)), eq(tokens.kind, kind), gt(tokens.expiresAt, now)));
  return affectedRows === 1;
}

/**
 * Counts a try, before it is made, and says which it was; null when `most` have been made already. However many come at
 * once, no more than `most` get a number.
 */
export async function countTry(kind: TokenKind, token: string, most: number): Promise<number | null> {
  const [{ affectedRows }] = await db
    .update(tokens)
    .set({ tries: sql`${tokens.tries} + 1` })
    .where(and(eq(tokens.tokenHash, hash(token)), eq(tokens.kind, kind), lt(tokens.tries, most)));
  if (affectedRows === 0) return null;
  const [row] = await db
    .select({ tries: tokens.tries })
    .from(tokens)
    .where(eq(tokens.tokenHash, hash(token)));
  return row?.tries ?? null;
}

/** A person's tokens of this kind are dead from now on. */
export async function revokeTokens(tx: Database, kind: TokenKind, person: number): Promise<void> {
  await tx.delete(tokens).where(and(eq(tokens.userId, person), eq(tokens.kind, kind)));
}

/** Removes what has run out. */
export async function removeExpiredTokens(): Promise<void> {
  await db.delete(tokens).where(lte(tokens.expiresAt, now));
}
