import { securityEventsOf } from "../../domain/security-events.ts";
import { idOf } from "./find-user.ts";

/** What an admin sees at once; older ones follow in the table for 90 days. */
const MOST = 200;

/** `events USER`: the security events of an account, newest first, a line or a JSON object each. */
export async function printEvents([login = ""]: string[], { json }: { json?: unknown }): Promise<void> {
  const { items } = await securityEventsOf(await idOf(login), undefined, MOST);
  for (const { kind, place, userAgent, createdAt } of items) {
    const at = createdAt.toISOString();
    console.log(
      json === true
        ? JSON.stringify({ at, event: kind, place, device: userAgent })
        : [at, kind, place || "-", printable(userAgent) || "-"].join("  "),
    );
  }
}

/** A browser may call itself what it likes; a terminal would obey. */
const printable = (text: string) => text.replace(/\p{C}/gu, "");
