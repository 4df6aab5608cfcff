import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Viewer } from "../../src/domain/people.ts";
import type { Form } from "../../src/web/forms.ts";
import { Field, FormProblem } from "../field.tsx";
import { PasswordField } from "../password-field.tsx";
import { SettingsPage } from "./settings-page.tsx";

interface AccountFormsProps {
  email: EmailFormProps["form"];
  password: PasswordFormProps["form"];
  addresses: EmailFormProps["addresses"];
  mail: boolean;
  viewer: Viewer;
  LL: TranslationFunctions;
}

/** How one signs in: the address and the password. */
export function AccountForms({ email, password, addresses, mail, viewer, LL }: AccountFormsProps) {
  return (
    <SettingsPage current="account" viewer={viewer} LL={LL}>
      <EmailForm form={email} {...{ addresses, mail, LL }} />
      <PasswordForm form={password} LL={LL} username={viewer.username} />
      <h2>{LL.leaving.title()}</h2>
      <p>{LL.leaving.lead()}</p>
      <a class="btn btn-outline-danger" href="/settings/account/delete">
        {LL.leaving.begin()}
      </a>
    </SettingsPage>
  );
}

interface EmailFormProps {
  form: Form<"email" | "currentPassword">;
  addresses: { email: string | null; newEmail: string | null };
  /** Whether mail can be sent. */
  mail: boolean;
  LL: TranslationFunctions;
}

function EmailForm({ form, addresses, mail, LL }: EmailFormProps) {
  const texts = LL.settings.account;
  const { email, newEmail } = addresses;
  return (
    <>
      <h2>{texts.emailTitle()}</h2>
      <p>{email === null ? texts.none() : texts.present({ address: email })}</p>
      {newEmail !== null && (
        <form method="post" action="/settings/account/email" class="reminder">
          <input type="hidden" name="_method" value="DELETE" />
          <p>{texts.waiting({ address: newEmail })}</p>
          <button class="btn" type="submit">
            {texts.forget()}
          </button>
        </form>
      )}
      <form method="post" action="/settings/account/email" novalidate>
        <FormProblem form={form} LL={LL} />
        <Field
          {...{ form, LL }}
          name="email"
          type="email"
          label={texts.newEmail()}
          hint={mail ? texts.newEmailHint() : texts.newEmailHintNoMail()}
          autocomplete="email"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <PasswordField
          {...{ form, LL }}
          name="currentPassword"
          id="email-password"
          label={texts.currentPassword()}
          autocomplete="current-password"
        />
        <button class="btn btn-primary" type="submit">
          {texts.changeEmail()}
        </button>
      </form>
    </>
  );
}

interface PasswordFormProps {
  form: Form<"currentPassword" | "password" | "passwordConfirm">;
  username: string;
  LL: TranslationFunctions;
}

/** The hidden user name tells password managers whose password it is. */
function PasswordForm({ form, username, LL }: PasswordFormProps) {
  const texts = LL.settings.account;
  const shared = { form, LL, autocomplete: "new-password" } as const;
  return (
    <>
      <h2>{texts.passwordTitle()}</h2>
      <p>{texts.passwordLead()}</p>
      <form method="post" action="/settings/account/password" novalidate>
        <FormProblem form={form} LL={LL} />
        <input type="hidden" name="username" autocomplete="username" value={username} />
        <PasswordField
          {...{ form, LL }}
          name="currentPassword"
          label={texts.currentPassword()}
          autocomplete="current-password"
        />
        <PasswordField
          {...shared}
          name="password"
          label={texts.newPassword()}
          hint={LL.accounts.register.passwordHint()}
        />
        <PasswordField {...shared} name="passwordConfirm" label={texts.newPasswordConfirm()} />
        <button class="btn btn-primary" type="submit">
          {texts.changePassword()}
        </button>
      </form>
    </>
  );
}
