import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { sessions } from "../../db/schema.ts";
import { addPasskey, askForNewPasskey, passkeysOf } from "../../src/domain/passkeys.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { softPasskey } from "./soft-passkey.ts";

/** It is eleven minutes since this person last showed in any session that it is them. */
export async function provedLongAgo(person: { id: number }): Promise<void> {
  const provedAt = new Date(Date.now() - 11 * 60_000);
  await db.update(sessions).set({ provedAt }).where(eq(sessions.userId, person.id));
}

/** This person has a passkey, made by software; their sessions have ended. */
export async function hasPasskey(person: Viewer) {
  const party = { id: "localhost", origin: "http://localhost" };
  const key = softPasskey();
  const { challenge } = await askForNewPasskey(person, party);
  const passkey = { name: "Telephone", credential: JSON.parse(key.made(challenge)) };
  await addPasskey(person, passkey, { party, session: "", origin: { address: "", userAgent: "" } });
  return { key, id: (await passkeysOf(person))[0]?.id ?? 0 };
}
