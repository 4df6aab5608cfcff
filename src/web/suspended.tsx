import type { Context } from "hono";
import { Suspended } from "../../components/accounts/suspended.tsx";
import { findSuspension } from "../domain/suspension.ts";
import type { App } from "./context.ts";
import { speak } from "./locale.ts";

/**
 * What somebody who is suspended is answered in place of a session, in their own language; null for everyone else. To be
 * asked once the person has shown by password or key that it is them: others learn nothing.
 */
export async function refuseSuspended(c: Context<App>, person: number): Promise<Response | null> {
  const suspension = await findSuspension(person);
  if (suspension === null) return null;
  const { reason, since, locale, theme } = suspension;
  speak(c, locale ?? c.var.locale, theme);
  c.status(403);
  c.header("Cache-Control", "private, no-store");
  return c.render(<Suspended {...{ reason, since, locale: c.var.locale }} LL={c.var.LL} />, {
    title: c.var.LL.accounts.suspended.title(),
  });
}
