import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Form } from "../../src/web/forms.ts";
import { Field, FormProblem } from "../field.tsx";
import { PasswordField } from "../password-field.tsx";
import { Next, withNext } from "./next.tsx";

interface RegisterProps {
  form: Form<"username" | "email" | "password" | "passwordConfirm">;
  LL: TranslationFunctions;
  /** Where to go afterwards; null: home. */
  next: string | null;
  /** When the form was first shown, signed. */
  shown: string;
}

type FieldsProps = Pick<RegisterProps, "form" | "LL">;

/** A new account. */
export function RegisterForm({ form, LL, next, shown }: RegisterProps) {
  const texts = LL.accounts.register;
  return (
    <section class="sheet">
      <h1>{texts.title()}</h1>
      <p class="lead">{texts.lead()}</p>
      <form method="post" action="/register" novalidate>
        <Next next={next} />
        <input type="hidden" name="shown" value={shown} />
        <FormProblem form={form} LL={LL} />
        <WhoYouAre form={form} LL={LL} />
        <Passwords form={form} LL={LL} />
        <LeftEmpty label={texts.leaveEmpty()} />
        <button class="btn btn-primary btn-wide" type="submit">
          {texts.submit()}
        </button>
      </form>
      <p class="mt-4">
        {texts.haveAccount()} <a href={withNext("/login", next)}>{LL.layout.signIn()}</a>
      </p>
    </section>
  );
}

/** A field that nobody sees, for programs that fill in whatever there is. */
function LeftEmpty({ label }: { label: string }) {
  return (
    <div class="off-screen" aria-hidden="true">
      <label for="website">{label}</label>
      <input class="form-control" id="website" name="website" type="text" tabindex={-1} autocomplete="off" />
    </div>
  );
}

/** Said in place of the form where nobody may join. */
export function RegistrationClosed({ LL }: { LL: TranslationFunctions }) {
  const texts = LL.accounts.register;
  return (
    <section class="empty">
      <h1>{texts.closedTitle()}</h1>
      <p class="lead">{texts.closed()}</p>
      <p class="actions">
        <a class="btn btn-primary" href="/explore">
          {texts.readOn()}
        </a>
        <a class="btn" href="/login">
          {LL.layout.signIn()}
        </a>
      </p>
    </section>
  );
}

function WhoYouAre({ form, LL }: FieldsProps) {
  const texts = LL.accounts.register;
  const shared = {
    form,
    LL,
    required: true,
    autocapitalize: "none",
    spellcheck: false,
  } as const;
  return (
    <>
      <Field
        {...shared}
        name="username"
        label={texts.username()}
        hint={texts.usernameHint()}
        autocomplete="username"
      />
      <Field
        {...shared}
        name="email"
        type="email"
        label={texts.email()}
        hint={texts.emailHint()}
        autocomplete="email"
      />
    </>
  );
}

function Passwords({ form, LL }: FieldsProps) {
  const texts = LL.accounts.register;
  const shared = { form, LL, autocomplete: "new-password" } as const;
  return (
    <>
      <PasswordField {...shared} name="password" label={texts.password()} hint={texts.passwordHint()} />
      <PasswordField {...shared} name="passwordConfirm" label={texts.passwordConfirm()} />
    </>
  );
}
