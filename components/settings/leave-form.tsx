import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Viewer } from "../../src/domain/people.ts";
import type { Form } from "../../src/web/forms.ts";
import { Field, FormProblem } from "../field.tsx";

interface LeaveFormProps {
  form: Form<"username" | "password">;
  viewer: Viewer;
  days: number;
  LL: TranslationFunctions;
}

/** Asks someone who wants to leave for their user name and password, and says what will happen. */
export function LeaveForm({ form, viewer, days, LL }: LeaveFormProps) {
  const texts = LL.leaving;
  return (
    <section class="sheet">
      <h1>{texts.title()}</h1>
      <p>{texts.atOnce()}</p>
      <p>{texts.later({ days })}</p>
      <p>{texts.stays()}</p>
      <form method="post" action="/settings/account/delete" novalidate>
        <FormProblem form={form} LL={LL} />
        <Field
          form={form}
          LL={LL}
          name="username"
          label={texts.username()}
          hint={texts.usernameHint({ username: viewer.username })}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <Field
          form={form}
          LL={LL}
          name="password"
          type="password"
          label={texts.password()}
          autocomplete="current-password"
          required
        />
        <p class="actions">
          <button class="btn btn-danger" type="submit">
            {texts.confirm()}
          </button>
          <a class="btn" href="/settings/account">
            {texts.remain()}
          </a>
        </p>
      </form>
    </section>
  );
}
