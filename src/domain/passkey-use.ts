import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import { and, eq, lt, or, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "../../db/client.ts";
import { isDatabaseAway } from "../../db/faults.ts";
import { passkeys } from "../../db/schema.ts";
import { issueChallenge, type Purpose, useChallenge } from "./challenges.ts";
import { Credential, credentialHash, type RelyingParty, webauthn } from "./passkeys.ts";
import type { PersonRef } from "./people.ts";

/** The forms that are handed in with what a passkey has signed. */
export const PasskeyProof = z.object({ credential: Credential });
export const PasskeySignIn = z.object({ credential: Credential, remember: z.string().optional() });

type Signed = z.infer<typeof Credential>;
type Use = Exclude<Purpose, "add">;

/**
 * What the browser needs to have a passkey sign: one of the viewer's, or, where nobody is signed in, whichever the person
 * chooses. So it tells nobody who has an account here.
 */
export async function askForPasskey(purpose: Use, viewer: PersonRef | null, party: RelyingParty) {
  const own = viewer
    ? await db
        .select({ id: passkeys.credentialId, transports: passkeys.transports })
        .from(passkeys)
        .where(eq(passkeys.userId, viewer.id))
    : [];
  const { generateAuthenticationOptions } = await webauthn();
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: await issueChallenge(purpose, viewer?.id ?? null),
    allowCredentials: own.map(({ id, transports }) => ({
      id,
      transports: transports.split(" ").filter(Boolean),
    })),
    userVerification: "required",
  });
}

/**
 * Whose passkey has signed this: the person behind it was there and unlocked it, for this site, this purpose and for the
 * first time. Null for all else, such as a copy whose count has gone back.
 */
export async function whoSigned(
  signed: Signed,
  { purpose, viewer, party }: { purpose: Use; viewer: PersonRef | null; party: RelyingParty },
): Promise<number | null> {
  const [passkey] = await db
    .select()
    .from(passkeys)
    .where(eq(passkeys.credentialHash, credentialHash(signed.id)));
  if (passkey === undefined || (viewer && passkey.userId !== viewer.id)) return null;
  const response = signed as unknown as AuthenticationResponseJSON;
  const { verifyAuthenticationResponse } = await webauthn();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => useChallenge(challenge, purpose, viewer?.id ?? null),
      ...{ expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: true },
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
        counter: passkey.counter,
      },
    });
    const counted = verified && (await count(passkey.id, authenticationInfo.newCounter));
    return counted ? passkey.userId : null;
  } catch (error) {
    if (isDatabaseAway(error)) throw error; // all else the library throws is about the answer
    return null;
  }
}

/** Keeps the passkey's own count, which only rises, unless it does not count at all. False for a copy that was later. */
async function count(id: number, counter: number): Promise<boolean> {
  const rises = or(lt(passkeys.counter, counter), and(eq(passkeys.counter, 0), sql`${counter} = 0`));
  const [{ affectedRows }] = await db
    .update(passkeys)
    .set({ counter, lastUsedAt: new Date() })
    .where(and(eq(passkeys.id, id), rises));
  return affectedRows === 1;
}
