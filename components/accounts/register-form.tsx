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
}

/** A new account. */
export function RegisterForm({ form, LL, next }: RegisterProps) {
  const texts = LL.accounts.register;
  return (
    <section class="sheet">
      <h1>{texts.title()}</h1>
      <p class="lead">{texts.lead()}</p>
      <form method="post" action="/register" novalidate>
        <Next next={next} />
        <FormProblem form={form} LL={LL} />
        <WhoYouAre form={form} LL={LL} />
        <Passwords form={form} LL={LL} />
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

function WhoYouAre({ form, LL }: Omit<RegisterProps, "next">) {
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

function Passwords({ form, LL }: Omit<RegisterProps, "next">) {
  const texts = LL.accounts.register;
  const shared = { form, LL, autocomplete: "new-password" } as const;
  return (
    <>
      <PasswordField {...shared} name="password" label={texts.password()} hint={texts.passwordHint()} />
      <PasswordField {...shared} name="passwordConfirm" label={texts.passwordConfirm()} />
    </>
  );
}
