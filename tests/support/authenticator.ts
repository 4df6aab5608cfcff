import { Secret, TOTP } from "otpauth";
import { db } from "../../db/client.ts";
import { authenticators } from "../../db/schema.ts";
import { makeRecoveryCodes } from "../../src/domain/recovery-codes.ts";
import { seal } from "../../src/domain/vault.ts";

const HALF_MINUTE_MS = 30_000;

/** What somebody's app shows, now or so many half minutes later. */
export function codeOf(secret: string, later = 0): string {
  const app = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(" ", "")) });
  return app.generate({ timestamp: Date.now() + later * HALF_MINUTE_MS });
}

/** Six digits that the app shows neither now nor around now. */
export function wrongCode(secret: string): string {
  const near = [-2, -1, 0, 1, 2].map((later) => codeOf(secret, later));
  return (
    ["111111", "222222", "333333", "444444", "555555", "666666"].find((code) => !near.includes(code)) ?? ""
  );
}

/** This person has an app in use, none of whose codes was used yet. */
export async function hasApp(person: { id: number }): Promise<{ secret: string; codes: string[] }> {
  const secret = new Secret({ size: 20 }).base32;
  const now = new Date();
  await db
    .insert(authenticators)
    .values({ userId: person.id, secret: await seal(secret, person.id), confirmedAt: now, createdAt: now });
  return { secret, codes: await makeRecoveryCodes(db, person.id) };
}
