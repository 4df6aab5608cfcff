import { type Context, Hono } from "hono";
import { LoginForm } from "../../components/accounts/login-form.tsx";
import { RegisterForm, RegistrationClosed } from "../../components/accounts/register-form.tsx";
import { authenticate, Credentials, Registration, register } from "../domain/accounts.ts";
import { isRegistrationOpen } from "../domain/registration.ts";
import type { App } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, parseForm, refuse, submittedField } from "../web/forms.ts";
import { goTo, localPath, signedOut } from "../web/guards.ts";
import { PASSWORDS } from "../web/renderer.tsx";
import { signIn, signOut } from "../web/session.ts";
import { refuseSuspended } from "../web/suspended.tsx";

export const accounts = new Hono<App>()
  .get("/register", signedOut, (c) => showRegistration(c, fresh()))

  .post("/register", signedOut, async (c) => {
    if (!(await isRegistrationOpen())) return showRegistration(c, fresh(), 403);
    const submitted = parseForm(c, Registration);
    if (!submitted.ok) return showRegistration(c, submitted.form, 422);
    const account = await register(submitted.data);
    if ("problems" in account) return showRegistration(c, refuse(submitted.form, account.problems), 422);

    await signIn(c, account.id, false);
    flash(c, "welcome");
    return goTo(c, localPath(submittedField(c, "next")));
  })

  .get("/login", signedOut, (c) => showLogin(c, fresh()))

  .post("/login", signedOut, async (c) => {
    const submitted = parseForm(c, Credentials);
    if (!submitted.ok) return showLogin(c, submitted.form, 422);
    const { username, password, remember } = submitted.data;
    const person = await authenticate(username, password);
    if (person === null) return showLogin(c, refuse(submitted.form, { form: "wrongCredentials" }), 422);

    const suspended = await refuseSuspended(c, person);
    if (suspended) return suspended;

    const stayed = await signIn(c, person, remember === "on");
    flash(c, stayed ? "stayed" : "signedIn");
    return goTo(c, localPath(submittedField(c, "next")));
  })

  .post("/logout", async (c) => {
    await signOut(c);
    flash(c, "signedOut");
    return goTo(c, "/");
  });

type LoginFields = Form<"username" | "password" | "remember">;
type RegistrationFields = Form<"username" | "email" | "password" | "passwordConfirm">;

function showLogin(c: Context<App>, form: LoginFields, status: 200 | 422 = 200) {
  const { LL } = c.var;
  c.status(status);
  return c.render(<LoginForm {...{ form, LL }} next={nextOf(c)} />, {
    title: LL.accounts.signIn.title(),
    modules: PASSWORDS,
  });
}

async function showRegistration(c: Context<App>, form: RegistrationFields, status: 200 | 403 | 422 = 200) {
  const { LL } = c.var;
  const open = await isRegistrationOpen();
  c.status(status);
  return c.render(
    open ? <RegisterForm {...{ form, LL }} next={nextOf(c)} /> : <RegistrationClosed LL={LL} />,
    {
      title: LL.accounts.register.title(),
      modules: PASSWORDS,
    },
  );
}

/** Where to go after signing in: from the address or, when the form is shown again, from the form. Null: home. */
function nextOf(c: Context<App>): string | null {
  const next = localPath(c.req.query("next") ?? submittedField(c, "next"));
  return next === "/" ? null : next;
}
