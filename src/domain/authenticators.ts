import { and, asc, eq, gt, isNotNull, isNull, lt } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { db } from "../../db/client.ts";
import { authenticators } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { env } from "../env.ts";
import { endOtherSessions } from "./own-sessions.ts";
import type { PersonRef } from "./people.ts";
import { forgetRecoveryCodes, makeRecoveryCodes } from "./recovery-codes.ts";
import { announce, type Origin } from "./security-events.ts";
import { isSealedByOldKey, seal, unseal } from "./vault.ts";

/** What every app knows without being told: RFC 6238 with its defaults. */
const CODE = { algorithm: "SHA1", digits: 6, period: 30 } as const;

/** A code of the half minute before or after is taken too: clocks differ, and typing takes time. */
const WINDOW = 1;

const SECRET_BYTES = 20;

/** Whether a code of an app is asked for when this person signs in. */
export async function hasAuthenticator(person: number): Promise<boolean> {
  return (await db.$count(authenticators, and(eq(authenticators.userId, person), confirmed))) > 0;
}

const confirmed = isNotNull(authenticators.confirmedAt);

/** Begins to set up an app, anew where that was begun before. An app that is in use stays as it is. */
export async function beginAuthenticator(viewer: PersonRef): Promise<void> {
  const secret = await seal(new Secret({ size: SECRET_BYTES }).base32, viewer.id);
  await transact(async (tx) => {
    await tx
      .delete(authenticators)
      .where(and(eq(authenticators.userId, viewer.id), isNull(authenticators.confirmedAt)));
    await tx.insert(authenticators).ignore().values({ userId: viewer.id, secret, createdAt: new Date() });
  });
}

/** What goes into the app, as text and as the address in the QR code; null unless an app is being set up. */
export async function findSetUp(viewer: PersonRef): Promise<{ secret: string; address: string } | null> {
  const row = await findSecret(viewer.id);
  if (row?.secret === undefined || row.confirmedAt !== null) return null;
  const { secret } = row;
  return { secret, address: generator(secret, viewer.username).toString() };
}

/**
 * Turns the second step on when the app shows the right code: answers ten recovery codes, which are nowhere else, and
 * ends the other sessions. Null: a wrong code, or nothing to be turned on.
 */
export async function confirmAuthenticator(
  viewer: PersonRef,
  code: string,
  { session, origin }: { session: string; origin: Origin },
): Promise<string[] | null> {
  const row = await findSecret(viewer.id);
  const step = row?.secret === undefined ? null : stepOf(row.secret, code);
  if (step === null) return null;
  return transact(async (tx) => {
    const [{ affectedRows }] = await tx
      .update(authenticators)
      .set({ confirmedAt: new Date(), lastStep: step })
      .where(and(eq(authenticators.userId, viewer.id), isNull(authenticators.confirmedAt)));
    if (affectedRows === 0) return null;
    const codes = await makeRecoveryCodes(tx, viewer.id);
    await endOtherSessions(tx, viewer.id, session);
    await announce(tx, viewer.id, "totpAdded", origin);
    return codes;
  });
}

/** The second step is no longer asked for, and the recovery codes are dead. */
export async function removeAuthenticator(person: { id: number }, origin: Origin): Promise<void> {
  await transact(async (tx) => {
    const [{ affectedRows }] = await tx.delete(authenticators).where(eq(authenticators.userId, person.id));
    await forgetRecoveryCodes(tx, person.id);
    if (affectedRows === 1) await announce(tx, person.id, "totpRemoved", origin);
  });
}

/** Ten new recovery codes, the old ones dead; null where there is no app that they could stand in for. */
export async function renewRecoveryCodes(viewer: PersonRef, origin: Origin): Promise<string[] | null> {
  if (!(await hasAuthenticator(viewer.id))) return null;
  return transact(async (tx) => {
    const codes = await makeRecoveryCodes(tx, viewer.id);
    await announce(tx, viewer.id, "recoveryCodesMade", origin);
    return codes;
  });
}

/** Takes a code of the app in use, once: neither it nor an earlier one is taken again, however many try at once. */
export async function takeAuthenticatorCode(person: number, code: string): Promise<boolean> {
  const row = await findSecret(person);
  const step = row?.secret === undefined ? null : stepOf(row.secret, code);
  if (row?.secret === undefined || step === null) return false;
  const secret = (await isSealedByOldKey(row.sealed)) ? await seal(row.secret, person) : row.sealed;
  const [{ affectedRows }] = await db
    .update(authenticators)
    .set({ lastStep: step, secret })
    .where(and(eq(authenticators.userId, person), confirmed, lt(authenticators.lastStep, step)));
  return affectedRows === 1;
}

const BATCH = 200;

/** Seals every secret anew with the present key. Answers how many could not be opened: their key is gone. */
export async function resealAuthenticators(): Promise<{ resealed: number; lost: number }> {
  const counts = { resealed: 0, lost: 0 };
  for (let last = 0; ; ) {
    const rows = await db
      .select({ userId: authenticators.userId, sealed: authenticators.secret })
      .from(authenticators)
      .where(gt(authenticators.userId, last))
      .orderBy(asc(authenticators.userId))
      .limit(BATCH);
    for (const { userId, sealed } of rows) {
      const secret = await unseal(sealed, userId);
      if (secret === null) counts.lost++;
      else if (await isSealedByOldKey(sealed)) {
        const anew = { secret: await seal(secret, userId) };
        await db
          .update(authenticators)
          .set(anew)
          .where(and(eq(authenticators.userId, userId), eq(authenticators.secret, sealed)));
        counts.resealed++;
      }
    }
    const end = rows.at(-1);
    if (end === undefined) return counts;
    last = end.userId;
  }
}

async function findSecret(person: number) {
  const [row] = await db
    .select({ sealed: authenticators.secret, confirmedAt: authenticators.confirmedAt })
    .from(authenticators)
    .where(eq(authenticators.userId, person));
  return row && { ...row, secret: (await unseal(row.sealed, person)) ?? undefined };
}

const generator = (secret: string, label = "") =>
  new TOTP({ ...CODE, issuer: env.SITE_NAME, label, secret: Secret.fromBase32(secret) });

/** The half minute that this code belongs to, counted from 1970; null for a wrong one. */
function stepOf(secret: string, code: string): number | null {
  const token = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = Date.now();
  const delta = generator(secret).validate({ token, window: WINDOW, timestamp });
  return delta === null ? null : Math.floor(timestamp / 1000 / CODE.period) + delta;
}
