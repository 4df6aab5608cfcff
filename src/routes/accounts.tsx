import { type Context, Hono } from "hono";
import { LoginForm } from "../../components/accounts/login-form.tsx";
import { RegisterForm, RegistrationClosed } from "../../components/accounts/register-form.tsx";
import {
  authenticate,
  Credentials,
  loginKey,
  personWith,
  Registration,
  register,
} from "../domain/accounts.ts";
import { consume, giveBack, type Subjects } from "../domain/limits.ts";
import { askForPasskey, PasskeySignIn, whoSigned } from "../domain/passkey-use.ts";
import { isRegistrationOpen } from "../domain/registration.ts";
import type { App } from "../web/context.ts";
import { knownDevice } from "../web/device.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, parseForm, refuse, submittedField } from "../web/forms.ts";
import { goTo, localPath, nextOf, signedOut } from "../web/guards.ts";
import { countedFor, limited, refuseFor } from "../web/limits.ts";
import { limitedAddress, originOf } from "../web/origin.ts";
import { relyingPartyOf } from "../web/relying-party.ts";
import { PASSWORDS } from "../web/renderer.tsx";
import { afterPassword, comeIn } from "../web/second-step.ts";
import { noteFailedSignIn, signIn, signOut } from "../web/session.ts";
import { isUnhurried, timeShown } from "../web/unhurried.ts";

export const accounts = new Hono<App>()
  .get("/register", signedOut, (c) => showRegistration(c, fresh()))

  .post("/register", signedOut, async (c) => {
    if (!(await isRegistrationOpen())) return showRegistration(c, fresh(), 403);
    const submitted = parseForm(c, Registration);
    if (!submitted.ok) return showRegistration(c, submitted.form, 422);
    if (!(await isUnhurried(c)))
      return showRegistration(c, refuse(submitted.form, { form: "sendAgain" }), 422);
    const wait = await countedFor(c, "register");
    const again = () => showRegistration(c, refuse(submitted.form, { form: "tooManyAttempts" }), 429);
    if (wait !== null) return refuseFor(c, wait, again);
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
    const subjects = await whoTries(c, username);
    const wait = await consume("signIn", subjects);
    const again = () => showLogin(c, refuse(submitted.form, { form: "tooManyAttempts" }), 429);
    if (wait !== null) return refuseFor(c, wait, again);
    const person = await authenticate(username, password);
    if (person === null) {
      noteFailedSignIn(username, originOf(c));
      return showLogin(c, refuse(submitted.form, { form: "wrongCredentials" }), 422);
    }
    await giveBack("signIn", subjects);
    return afterPassword(c, person, { remember: remember === "on", next: nextOf(c) ?? "/" });
  })

  .post("/login/passkey/options", signedOut, limited("secondStep"), async (c) =>
    c.json(await askForPasskey("sign-in", null, relyingPartyOf(c))),
  )

  .post("/login/passkey", signedOut, limited("secondStep"), async (c) => {
    const submitted = parseForm(c, PasskeySignIn);
    if (!submitted.ok) return showLogin(c, refuse(submitted.form, { form: "passkeyRefused" }), 422);
    const { credential, remember } = submitted.data;
    const how = { purpose: "sign-in", viewer: null, party: relyingPartyOf(c) } as const;
    const person = await whoSigned(credential, how);
    if (person === null) return showLogin(c, refuse(submitted.form, { form: "passkeyRefused" }), 422);
    return comeIn(c, person, { remember: remember === "on", next: nextOf(c) ?? "/" });
  })

  .post("/logout", async (c) => {
    await signOut(c);
    flash(c, "signedOut");
    return goTo(c, "/");
  });

type LoginFields = Form<"username" | "password" | "remember">;
type RegistrationFields = Form<"username" | "email" | "password" | "passwordConfirm">;

/** On a device that they know, people are counted by it alone: what strangers guess elsewhere is not their fault. */
async function whoTries(c: Context<App>, login: string): Promise<Subjects> {
  const device = await knownDevice(c, await personWith(login));
  return device ? { device } : { account: loginKey(login), address: limitedAddress(c) };
}

function showLogin(c: Context<App>, form: LoginFields, status: 200 | 422 | 429 = 200) {
  const { LL } = c.var;
  c.status(status);
  return c.render(<LoginForm {...{ form, LL }} next={nextOf(c)} />, {
    title: LL.accounts.signIn.title(),
    modules: [...PASSWORDS, "passkeys.js"],
  });
}

async function showRegistration(
  c: Context<App>,
  form: RegistrationFields,
  status: 200 | 403 | 422 | 429 = 200,
) {
  const { LL } = c.var;
  const open = await isRegistrationOpen();
  c.status(status);
  return c.render(
    open ? (
      <RegisterForm {...{ form, LL }} next={nextOf(c)} shown={await timeShown(c)} />
    ) : (
      <RegistrationClosed LL={LL} />
    ),
    {
      title: LL.accounts.register.title(),
      modules: PASSWORDS,
    },
  );
}
