import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { isFresh } from "../domain/proofs.ts";
import type { SignedIn } from "./context.ts";
import { comingBackTo, goTo } from "./guards.ts";

/**
 * For what an account hangs on, behind `signedIn`: whoever showed who they are more than ten minutes ago is asked again,
 * and comes back here, or for a form to the page it stood on.
 */
export const proved = provedAndBackTo(comingBackTo);

/** The same for what is no page, such as a file to be kept: the way goes on at `page`, where the link to it stands. */
export const provedFrom = (page: string) => provedAndBackTo(() => page);

function provedAndBackTo(page: (c: Context) => string) {
  return createMiddleware<SignedIn>(async (c, next) => {
    if (isFresh(c.var.session.provedAt)) return next();
    return goTo(c, `/prove?next=${encodeURIComponent(page(c))}`);
  });
}
