import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, lte, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { challenges } from "../../db/schema.ts";

/** What a passkey's signature is asked for: it is good for nothing else. */
export type Purpose = "add" | "sign-in" | "prove";

/** The one who asked, where somebody is signed in. */
type Asker = number | null;

const MINUTES = 5;
const now = sql`utc_timestamp(3)`;
const hash = (challenge: string) => createHash("sha256").update(challenge).digest();

/** Something that nobody could have had signed before: 32 random bytes. */
export async function issueChallenge(purpose: Purpose, asker: Asker): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(randomBytes(32));
  await db.insert(challenges).values({
    challengeHash: hash(Buffer.from(bytes).toString("base64url")),
    ...{ purpose, userId: asker ?? 0 },
    expiresAt: new Date(Date.now() + MINUTES * 60_000),
  });
  return bytes;
}

/** Uses a challenge (base64url) up. True once, for its own purpose, whoever asked for it, and in time. */
export async function useChallenge(challenge: string, purpose: Purpose, asker: Asker): Promise<boolean> {
  const [{ affectedRows }] = await db
    .delete(challenges)
    .where(
      and(
        eq(challenges.challengeHash, hash(challenge)),
        eq(challenges.purpose, purpose),
        eq(challenges.userId, asker ?? 0),
        gt(challenges.expiresAt, now),
      ),
    );
  return affectedRows === 1;
}

/** Removes what has run out. */
export async function removeExpiredChallenges(): Promise<void> {
  await db.delete(challenges).where(lte(challenges.expiresAt, now));
}
