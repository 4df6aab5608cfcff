import { type Context, Hono } from "hono";
import { AccountForms } from "../../components/settings/account-forms.tsx";
import { changeEmail, EmailChange, findAddresses, forgetNewEmail } from "../domain/change-email.ts";
import { mailWorks } from "../domain/mail.ts";
import { changePassword, PasswordChange } from "../domain/new-passwords.ts";
import type { SignedIn } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, parseForm, refuse } from "../web/forms.ts";
import { goTo, signedIn } from "../web/guards.ts";
import { limited } from "../web/limits.ts";
import { originOf } from "../web/origin.ts";
import { PASSWORDS } from "../web/renderer.tsx";

const PAGE = "/settings/account";

export const account = new Hono<SignedIn>()
  .get(PAGE, signedIn, (c) => showAccount(c, {}))

  .post(`${PAGE}/email`, signedIn, limited("confirmationMail"), async (c) => {
    const submitted = parseForm(c, EmailChange);
    if (!submitted.ok) return showAccount(c, { email: submitted.form });
    const done = await changeEmail(c.var.viewer, submitted.data, originOf(c));
    if (typeof done === "object") return showAccount(c, { email: refuse(submitted.form, done) });
    flash(c, done === "asked" ? "emailChangeAsked" : "emailChanged");
    return goTo(c, PAGE);
  })

  .delete(`${PAGE}/email`, signedIn, async (c) => {
    await forgetNewEmail(c.var.viewer);
    flash(c, "newEmailForgotten");
    return goTo(c, PAGE);
  })

  .post(`${PAGE}/password`, signedIn, async (c) => {
    const submitted = parseForm(c, PasswordChange);
    if (!submitted.ok) return showAccount(c, { password: submitted.form });
    const problem = await changePassword(c.var.viewer, submitted.data, c.var.session.publicId, originOf(c));
    if (problem) return showAccount(c, { password: refuse(submitted.form, problem) });
    flash(c, "passwordChanged");
    return goTo(c, PAGE);
  });

interface Refused {
  email?: Form<"email" | "currentPassword">;
  password?: Form<"currentPassword" | "password" | "passwordConfirm">;
}

/** The page with both forms, one of which may have been refused. */
async function showAccount(c: Context<SignedIn>, { email, password }: Refused) {
  const { viewer, LL } = c.var;
  if (email || password) c.status(422);
  const addresses = await findAddresses(viewer);
  const forms = { email: email ?? fresh(), password: password ?? fresh() };
  return c.render(<AccountForms {...forms} {...{ addresses, viewer, LL }} mail={mailWorks()} />, {
    title: LL.settings.account.title(),
    modules: PASSWORDS,
  });
}
