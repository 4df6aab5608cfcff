import { createHash } from "node:crypto";
import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "../../db/client.ts";
import { isDatabaseAway, isDuplicate } from "../../db/faults.ts";
import { passkeys } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { env } from "../env.ts";
import { issueChallenge, useChallenge } from "./challenges.ts";
import { newId } from "./ids.ts";
import { endOtherSessions } from "./own-sessions.ts";
import type { PersonRef } from "./people.ts";
import { announce, type Origin } from "./security-events.ts";
import { line } from "./text.ts";

/** Who a passkey is for: the host, and the address that the browser must say it was on. */
export interface RelyingParty {
  id: string;
  origin: string;
}

export type PasskeyView = Pick<typeof passkeys.$inferSelect, "id" | "name" | "createdAt" | "lastUsedAt">;

const Name = line({ most: 50, empty: "required", tooLong: "nameTooLong" });

/** What a browser answers, as JSON in a field of a form. What is in it is for the library to judge. */
export const Credential = z.string().transform((text, context) => {
  try {
    return z.looseObject({ id: z.string().max(1400) }).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: "passkeyRefused" });
    return z.NEVER;
  }
});

/** The forms that add a passkey and that give one another name. */
export const NewPasskey = z.object({ name: Name, credential: Credential });
export const PasskeyName = z.object({ name: Name });

/** More than anyone has devices. */
const MOST_PASSKEYS = 20;

/** Read when somebody first uses a passkey: it takes 10 MB. */
export const webauthn = () => import("@simplewebauthn/server");

/** EdDSA, ES256 and RS256: what authenticators have, and their keys are short. */
const ALGORITHMS = [-8, -7, -257];

const columns = {
  id: passkeys.id,
  name: passkeys.name,
  createdAt: passkeys.createdAt,
  lastUsedAt: passkeys.lastUsedAt,
};

const own = (viewer: PersonRef, id: number) => and(eq(passkeys.id, id), eq(passkeys.userId, viewer.id));

/** The viewer's passkeys, the oldest first. */
export const passkeysOf = (viewer: PersonRef): Promise<PasskeyView[]> =>
  db.select(columns).from(passkeys).where(eq(passkeys.userId, viewer.id)).orderBy(asc(passkeys.id));

/** One of the viewer's passkeys. */
export async function findOwnPasskey(viewer: PersonRef, id: number): Promise<PasskeyView | null> {
  const [passkey] = await db.select(columns).from(passkeys).where(own(viewer, id));
  return passkey ?? null;
}

/** What the browser needs to make a passkey for the viewer, on something that has none of theirs yet. */
export async function askForNewPasskey(viewer: PersonRef, party: RelyingParty) {
  const known = await db
    .select({ id: passkeys.credentialId })
    .from(passkeys)
    .where(eq(passkeys.userId, viewer.id));
  const { generateRegistrationOptions } = await webauthn();
  return generateRegistrationOptions({
    ...{ rpName: env.SITE_NAME, rpID: party.id, userName: viewer.username, userDisplayName: viewer.name },
    userID: new TextEncoder().encode(String(viewer.id)),
    challenge: await issueChallenge("add", viewer.id),
    excludeCredentials: known,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

/** Keeps a passkey that the browser has made, and ends the other sessions. Answers what is wrong with it, or null. */
export async function addPasskey(
  viewer: PersonRef,
  { name, credential }: z.infer<typeof NewPasskey>,
  { party, session, origin }: { party: RelyingParty; session: string; origin: Origin },
): Promise<"passkeyRefused" | "passkeysTooMany" | null> {
  const made = await verifyNew(viewer, credential, party);
  if (made === null) return "passkeyRefused";
  const passkey = {
    ...{ userId: viewer.id, name, credentialHash: credentialHash(made.id), credentialId: made.id },
    publicKey: Buffer.from(made.publicKey).toString("base64url"),
    ...{ counter: made.counter, transports: (made.transports ?? []).join(" ").slice(0, 120) },
    ...{ createdAt: new Date(), lastUsedAt: null },
  };
  try {
    return await transact(async (tx) => {
      if ((await tx.$count(passkeys, eq(passkeys.userId, viewer.id))) >= MOST_PASSKEYS)
        return "passkeysTooMany";
      await tx.insert(passkeys).values({ id: newId(), ...passkey });
      await endOtherSessions(tx, viewer.id, session);
      await announce(tx, viewer.id, "passkeyAdded", origin);
      return null;
    });
  } catch (error) {
    if (isDuplicate(error)) return "passkeyRefused";
    throw error;
  }
}

async function verifyNew(viewer: PersonRef, credential: object, party: RelyingParty) {
  const { verifyRegistrationResponse } = await webauthn();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: credential as RegistrationResponseJSON,
      expectedChallenge: (challenge) => useChallenge(challenge, "add", viewer.id),
      ...{ expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: true },
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return verified ? registrationInfo.credential : null;
  } catch (error) {
    if (isDatabaseAway(error)) throw error; // all else the library throws is about the answer
    return null;
  }
}

/** Gives one of the viewer's passkeys another name. False when they have none of this id. */
export async function renamePasskey(viewer: PersonRef, id: number, name: string): Promise<boolean> {
  if (!(await findOwnPasskey(viewer, id))) return false;
  await db.update(passkeys).set({ name }).where(own(viewer, id));
  return true;
}

/** Takes one of the viewer's passkeys away. False when they have none of this id. */
export async function removePasskey(viewer: PersonRef, id: number, origin: Origin): Promise<boolean> {
  return transact(async (tx) => {
    const [{ affectedRows }] = await tx.delete(passkeys).where(own(viewer, id));
    if (affectedRows === 1) await announce(tx, viewer.id, "passkeyRemoved", origin);
    return affectedRows === 1;
  });
}

/** How a passkey is found by the id that its authenticator gave it. */
export const credentialHash = (id: string): Buffer => createHash("sha256").update(id).digest();
