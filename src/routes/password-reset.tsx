import { type Context, Hono } from "hono";
import { ResetLinkDead, ResetPage, ResetRequestPage } from "../../components/accounts/reset-pages.tsx";
import { loginKey } from "../domain/accounts.ts";
import { mailWorks } from "../domain/mail.ts";
import {
  askForReset,
  isResetGood,
  PasswordReset,
  ResetRequest,
  resetPassword,
} from "../domain/new-passwords.ts";
import type { App } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, parseForm, refuse } from "../web/forms.ts";
import { goTo, signedOut } from "../web/guards.ts";
import { countedFor, refuseFor } from "../web/limits.ts";
import { originOf } from "../web/origin.ts";
import { PASSWORDS } from "../web/renderer.tsx";

export const passwordReset = new Hono<App>()
  .get("/password-reset", signedOut, (c) => showRequest(c, fresh()))

  .post("/password-reset", signedOut, async (c) => {
    if (!mailWorks()) return goTo(c, "/password-reset");
    const submitted = parseForm(c, ResetRequest);
    if (!submitted.ok) return showRequest(c, submitted.form, 422);
    const account = loginKey(submitted.data.email); // whether somebody has it or not
    const wait = await countedFor(c, "passwordReset", { account });
    const again = () => showRequest(c, refuse(submitted.form, { form: "tooManyAttempts" }), 429);
    if (wait !== null) return refuseFor(c, wait, again);
    await askForReset(submitted.data);
    flash(c, "resetSent", "info");
    return goTo(c, "/login");
  })

  .get("/password-reset/:token", signedOut, async (c) => {
    const token = c.req.param("token");
    return (await isResetGood(token)) ? showForm(c, token, fresh()) : showDead(c);
  })

  .post("/password-reset/:token", signedOut, async (c) => {
    const token = c.req.param("token");
    if (!(await isResetGood(token))) return showDead(c);
    const submitted = parseForm(c, PasswordReset);
    if (!submitted.ok) return showForm(c, token, submitted.form, 422);
    const problem = await resetPassword(token, submitted.data.password, originOf(c));
    if (problem === "linkDead") return showDead(c);
    if (problem) return showForm(c, token, refuse(submitted.form, problem), 422);
    flash(c, "passwordReset");
    return goTo(c, "/login");
  });

function showRequest(c: Context<App>, form: Form<"email">, status: 200 | 422 | 429 = 200) {
  const { LL } = c.var;
  c.status(status);
  return c.render(<ResetRequestPage {...{ form, LL }} mail={mailWorks()} />, {
    title: LL.accounts.reset.title(),
  });
}

/** The address is a secret: the page is kept by nobody. */
function showForm(
  c: Context<App>,
  token: string,
  form: Form<"password" | "passwordConfirm">,
  status: 200 | 422 = 200,
) {
  const { LL } = c.var;
  c.status(status);
  c.header("Cache-Control", "private, no-store");
  return c.render(<ResetPage {...{ form, LL, token }} />, {
    title: LL.accounts.reset.choose(),
    modules: PASSWORDS,
  });
}

function showDead(c: Context<App>) {
  const { LL } = c.var;
  c.status(404);
  return c.render(<ResetLinkDead LL={LL} />, { title: LL.accounts.reset.deadTitle() });
}
