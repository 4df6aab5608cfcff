import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Form } from "../../src/web/forms.ts";
import { Check } from "../choice.tsx";
import { Field, FormProblem } from "../field.tsx";
import { PasswordField } from "../password-field.tsx";
import { Next, withNext } from "./next.tsx";

interface LoginProps {
  form: Form<"username" | "password" | "remember">;
  LL: TranslationFunctions;
  /** Where to go afterwards; null: home. */
  next: string | null;
}

/** Signing in, by user name or address. */
export function LoginForm({ form, LL, next }: LoginProps) {
  const texts = LL.accounts.signIn;
  const shared = { form, LL, required: true } as const;
  return (
    <section class="sheet">
      <h1>{texts.title()}</h1>
      <form method="post" action="/login" novalidate>
        <Next next={next} />
        <FormProblem form={form} LL={LL} />
        <Field
          {...shared}
          name="username"
          label={texts.username()}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
        />
        <PasswordField
          {...{ form, LL }}
          name="password"
          label={texts.password()}
          autocomplete="current-password"
        />
        <Check form={form} LL={LL} name="remember" label={texts.remember()} hint={texts.rememberHint()} />
        <button class="btn btn-primary btn-wide" type="submit">
          {texts.submit()}
        </button>
      </form>
      <p class="mt-4">
        <a href="/password-reset">{texts.forgot()}</a>
      </p>
      <p>
        {texts.noAccount()} <a href={withNext("/register", next)}>{LL.layout.register()}</a>
      </p>
    </section>
  );
}
