import { type Context, Hono } from "hono";
import { ConfirmLinkDead, ConfirmPage } from "../../components/accounts/confirm-pages.tsx";
import { askForConfirmation, confirm, findConfirmation, isUnconfirmed } from "../domain/confirmation.ts";
import type { App } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { goTo, signedIn } from "../web/guards.ts";
import { limited } from "../web/limits.ts";
import { originOf } from "../web/origin.ts";

/** Links from mails work for whoever has them, signed in or not: mail is often read on another device. */
export const confirmation = new Hono<App>()
  .post("/confirm-email", signedIn, limited("confirmationMail"), async (c) => {
    await askForConfirmation(c.var.viewer);
    flash(c, "confirmationSent");
    return goTo(c, "/");
  })

  .get("/confirm-email/:token", async (c) => {
    const { LL } = c.var;
    const token = c.req.param("token");
    const found = await findConfirmation(token);
    if (found === null) return showDead(c);
    c.header("Cache-Control", "private, no-store");
    return c.render(<ConfirmPage {...{ LL, token }} email={found.email} />, {
      title: LL.accounts.confirm.title(),
      reminder: false,
    });
  })

  .post("/confirm-email/:token", async (c) => {
    const done = await confirm(c.req.param("token"), originOf(c));
    if (done === null) return showDead(c);
    flash(c, done, done === "emailTaken" ? "danger" : "success");
    return goTo(c, c.var.viewer ? "/" : "/login");
  });

function showDead(c: Context<App>) {
  const { viewer, LL } = c.var;
  const reader = viewer === null ? "visitor" : isUnconfirmed(viewer) ? "unconfirmed" : "confirmed";
  c.status(404);
  return c.render(<ConfirmLinkDead {...{ LL, reader }} />, {
    title: LL.accounts.confirm.deadTitle(),
    reminder: false,
  });
}
