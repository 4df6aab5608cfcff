import { createMiddleware } from "hono/factory";
import { MayNotPost } from "../../components/accounts/confirm-pages.tsx";
import { mayPost } from "../domain/confirmation.ts";
import { type SignedIn, wantsPartial } from "./context.ts";

/**
 * For what others will see of somebody: where addresses must be confirmed, theirs must be. Said as a page, or in the
 * message region of a page that stays, where what was written is kept. Goes after `signedIn`.
 */
export const confirmed = createMiddleware<SignedIn>(async (c, next) => {
  const { viewer, LL } = c.var;
  if (mayPost(viewer)) return next();
  c.status(403);
  const title = LL.accounts.confirm.mayNotTitle();
  if (!wantsPartial(c)) return c.render(<MayNotPost LL={LL} />, { title, reminder: false });
  c.header("HX-Retarget", "#messages");
  c.header("HX-Reswap", "innerHTML");
  return c.render(<p>{LL.accounts.confirm.mayNot()}</p>, { title });
});
