import { createMiddleware } from "hono/factory";
import { isFresh } from "../domain/proofs.ts";
import type { SignedIn } from "./context.ts";
import { comingBackTo, goTo } from "./guards.ts";

/**
 * For what an account hangs on, behind `signedIn`: whoever showed who they are more than ten minutes ago is asked again,
 * and comes back here, or for a form to the page it stood on.
 */
export const proved = createMiddleware<SignedIn>(async (c, next) => {
  if (isFresh(c.var.session.provedAt)) return next();
  return goTo(c, `/prove?next=${encodeURIComponent(comingBackTo(c))}`);
});
