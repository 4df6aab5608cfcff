import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Form } from "../../src/web/forms.ts";
import { Field, FormProblem } from "../field.tsx";
import { PasswordField } from "../password-field.tsx";

interface Texts {
  LL: TranslationFunctions;
}

/** Asks for a link to a new password; where no mail is sent, says who can help. */
export function ResetRequestPage({ form, LL, mail }: Texts & { form: Form<"email">; mail: boolean }) {
  const texts = LL.accounts.reset;
  return (
    <section class="sheet">
      <h1>{texts.title()}</h1>
      <p class="lead">{mail ? texts.lead() : texts.noMail()}</p>
      {mail && (
        <form method="post" action="/password-reset" novalidate>
          <FormProblem form={form} LL={LL} />
          <Field
            {...{ form, LL }}
            name="email"
            type="email"
            label={texts.email()}
            autocomplete="email"
            autocapitalize="none"
            spellcheck={false}
            required
          />
          <button class="btn btn-primary btn-wide" type="submit">
            {texts.submit()}
          </button>
        </form>
      )}
      <p class="mt-4">
        {texts.remembered()} <a href="/login">{LL.layout.signIn()}</a>
      </p>
    </section>
  );
}

/** What the link leads to: the choice of a new password. */
export function ResetPage({
  form,
  LL,
  token,
}: Texts & { form: Form<"password" | "passwordConfirm">; token: string }) {
  const texts = LL.accounts.reset;
  const shared = { form, LL, autocomplete: "new-password" } as const;
  return (
    <section class="sheet">
      <h1>{texts.choose()}</h1>
      <p class="lead">{texts.chooseLead()}</p>
      <form method="post" action={`/password-reset/${token}`} novalidate>
        <FormProblem form={form} LL={LL} />
        <PasswordField
          {...shared}
          name="password"
          label={texts.password()}
          hint={LL.accounts.register.passwordHint()}
        />
        <PasswordField {...shared} name="passwordConfirm" label={texts.passwordConfirm()} />
        <button class="btn btn-primary btn-wide" type="submit">
          {texts.save()}
        </button>
      </form>
    </section>
  );
}

/** Said of a link that was used, ran out or never was one. */
export function ResetLinkDead({ LL }: Texts) {
  const texts = LL.accounts.reset;
  return (
    <section class="empty">
      <h1>{texts.deadTitle()}</h1>
      <p class="lead">{texts.dead()}</p>
      <p class="actions">
        <a class="btn btn-primary" href="/password-reset">
          {texts.again()}
        </a>
      </p>
    </section>
  );
}
