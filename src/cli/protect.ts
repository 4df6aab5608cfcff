import { findAccount } from "../domain/accounts.ts";
import { removeAuthenticator } from "../domain/authenticators.ts";
import { endAllSessions } from "../domain/own-sessions.ts";
import { securityEventsOf } from "../domain/security-events.ts";
import { Complaint } from "./command.ts";

/** What an admin sees at once; older ones follow in the table for 90 days. */
const MOST = 200;

/** Prints the security events of an account, newest first, a line or a JSON object each. */
export async function printEvents(login: string, { json }: { json: boolean }): Promise<void> {
  const { items } = await securityEventsOf(await idOf(login), undefined, MOST);
  for (const { kind, place, userAgent, createdAt } of items) {
    const at = createdAt.toISOString();
    console.log(
      json
        ? JSON.stringify({ at, event: kind, place, device: userAgent })
        : [at, kind, place || "-", printable(userAgent) || "-"].join("  "),
    );
  }
}

/** Ends all sessions of an account. */
export async function signOut(login: string): Promise<void> {
  const ended = await endAllSessions(await idOf(login), BY_ADMIN);
  console.log(`Sessions of ${login} that were ended: ${ended}.`);
}

/** Takes away the second step of somebody who can no longer take it, and their sessions. */
export async function removeApp(login: string): Promise<void> {
  const id = await idOf(login);
  await removeAuthenticator({ id }, BY_ADMIN);
  await endAllSessions(id, BY_ADMIN);
  console.log(`${login} signs in with the password alone.`);
}

/** As it stands in the person's list of events. */
const BY_ADMIN = { address: "", userAgent: "bun run admin" };

async function idOf(login: string): Promise<number> {
  const account = await findAccount(login);
  if (account === undefined) throw new Complaint(`There is no account ${login}.`);
  return account.id;
}

/** A browser may call itself what it likes; a terminal would obey. */
const printable = (text: string) => text.replace(/\p{C}/gu, "");
