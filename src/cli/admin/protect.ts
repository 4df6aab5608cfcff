import { removeAuthenticator, resealAuthenticators } from "../../domain/authenticators.ts";
import { endAllSessions } from "../../domain/own-sessions.ts";
import { Complaint } from "../command.ts";
import { idOf } from "./find-user.ts";

/** As it stands in the person's list of events. */
const BY_ADMIN = { address: "", userAgent: "bun run admin" };

/** `user sign-out USER`: ends all sessions of an account. */
export async function signOut([login = ""]: string[]): Promise<void> {
  const ended = await endAllSessions(await idOf(login), BY_ADMIN);
  console.log(`Sessions of ${login} that were ended: ${ended}.`);
}

/** `user remove-app USER`: takes away the second step of somebody who can no longer take it, and their sessions. */
export async function removeApp([login = ""]: string[]): Promise<void> {
  const id = await idOf(login);
  await removeAuthenticator({ id }, BY_ADMIN);
  await endAllSessions(id, BY_ADMIN);
  console.log(`${login} signs in with the password alone.`);
}

/** `reseal`: after a new SECRET_KEY. */
export async function reseal(): Promise<void> {
  const { resealed, lost } = await resealAuthenticators();
  console.log(`Secrets that were sealed anew: ${resealed}.`);
  if (lost > 0)
    throw new Complaint(
      `Secrets that could not be opened: ${lost}. Neither SECRET_KEY nor SECRET_KEY_OLD fits.`,
    );
}
