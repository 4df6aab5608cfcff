import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Viewer } from "../../src/domain/people.ts";
import type { Form } from "../../src/web/forms.ts";
import { Field, FormProblem } from "../field.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";

interface PageProps {
  viewer: Viewer;
  LL: TranslationFunctions;
}

const ADDRESS = "/settings/security/authenticator";

/** What an authenticator app is for, and the way to set one up; or, without a key to seal with, who can help. */
export function AuthenticatorIntro({ possible, viewer, LL }: PageProps & { possible: boolean }) {
  const texts = LL.security.authenticator;
  return (
    <SettingsPage current="security" viewer={viewer} LL={LL}>
      <h2>{texts.title()}</h2>
      <p>{texts.lead()}</p>
      {possible ? (
        <form method="post" action={ADDRESS}>
          <button class="btn btn-primary" type="submit">
            {texts.setUp()}
          </button>
        </form>
      ) : (
        <p class="alert alert-info">{texts.impossible()}</p>
      )}
      <Back LL={LL} />
    </SettingsPage>
  );
}

/** The secret for the app, as a picture and as text, and the code that shows that it arrived. */
export function AuthenticatorSetUp(props: PageProps & { secret: string; form: Form<"code"> }) {
  const { secret, form, viewer, LL } = props;
  const texts = LL.security.authenticator;
  return (
    <SettingsPage current="security" viewer={viewer} LL={LL}>
      <h2>{texts.setUp()}</h2>
      <p>{texts.scan()}</p>
      <img class="qr" src={`${ADDRESS}/code.svg`} alt={texts.picture()} width="240" height="240" />
      <p>{texts.type()}</p>
      <p class="secret">
        <code>{secret.replace(/.{4}(?=.)/g, "$& ")}</code>
      </p>
      <form method="post" action={ADDRESS} novalidate>
        <input type="hidden" name="_method" value="PATCH" />
        <Field
          form={form}
          LL={LL}
          name="code"
          label={texts.code()}
          hint={texts.codeHint()}
          autocomplete="one-time-code"
          inputmode="numeric"
          required
        />
        <button class="btn btn-primary" type="submit">
          {texts.confirm()}
        </button>
      </form>
      <Back LL={LL} />
    </SettingsPage>
  );
}

/** Asks for the password and a code before the second step goes. */
export function AuthenticatorRemoval(props: PageProps & { form: Form<"password" | "code"> }) {
  const { form, viewer, LL } = props;
  const texts = LL.security.authenticator;
  return (
    <SettingsPage current="security" viewer={viewer} LL={LL}>
      <h2>{texts.removeTitle()}</h2>
      <p>{texts.removeLead()}</p>
      <form method="post" action={ADDRESS} novalidate>
        <input type="hidden" name="_method" value="DELETE" />
        <FormProblem form={form} LL={LL} />
        <Field
          form={form}
          LL={LL}
          name="password"
          type="password"
          label={LL.accounts.signIn.password()}
          autocomplete="current-password"
          required
        />
        <Field
          form={form}
          LL={LL}
          name="code"
          label={texts.code()}
          hint={texts.eitherHint()}
          autocomplete="one-time-code"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <button class="btn btn-danger" type="submit">
          {texts.remove()}
        </button>
      </form>
      <Back LL={LL} />
    </SettingsPage>
  );
}

function Back({ LL }: Pick<PageProps, "LL">) {
  return (
    <p class="mt-4">
      <a href="/settings/security">{LL.security.back()}</a>
    </p>
  );
}
