import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Form } from "../../src/web/forms.ts";
import { Field, FormProblem } from "../field.tsx";
import { Next, withNext } from "./next.tsx";

interface CodeProps {
  form: Form<"code">;
  LL: TranslationFunctions;
  /** Where to go afterwards; null: home. */
  next: string | null;
}

/** The second step of signing in: a code of the app, or a recovery code. */
export function CodeForm({ form, LL, next }: CodeProps) {
  const texts = LL.security.secondStep;
  return (
    <section class="sheet">
      <h1>{texts.title()}</h1>
      <p>{texts.lead()}</p>
      <form method="post" action="/login/code" novalidate>
        <Next next={next} />
        <FormProblem form={form} LL={LL} />
        <Field
          form={form}
          LL={LL}
          name="code"
          label={LL.security.authenticator.code()}
          hint={LL.security.authenticator.eitherHint()}
          autocomplete="one-time-code"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <button class="btn btn-primary btn-wide" type="submit">
          {LL.accounts.signIn.submit()}
        </button>
      </form>
      <p class="mt-4">
        <a href={withNext("/login", next)}>{texts.again()}</a>
      </p>
    </section>
  );
}
