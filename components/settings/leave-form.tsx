import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Viewer } from "../../src/domain/people.ts";
import type { Form } from "../../src/web/forms.ts";
import { Field, FormProblem } from "../field.tsx";
import { PasswordField } from "../password-field.tsx";
import { SettingsPage } from "./settings-page.tsx";

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
    <SettingsPage current="account" viewer={viewer} LL={LL}>
      <h2>{texts.title()}</h2>
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
        <PasswordField
          {...{ form, LL }}
          name="password"
          label={texts.password()}
          autocomplete="current-password"
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
    </SettingsPage>
  );
}
