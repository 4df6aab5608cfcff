import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { PasskeyView } from "../../src/domain/passkeys.ts";
import type { Viewer } from "../../src/domain/people.ts";
import type { Form } from "../../src/web/forms.ts";
import { Field, FormProblem } from "../field.tsx";
import type { Reader } from "../reader.ts";
import { GAP, Sentence } from "../sentence.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { When } from "../time.tsx";
import { PasskeyWay } from "./passkey-way.tsx";

export type PasskeyRow = PasskeyView;

interface FormProps {
  form: Form<"name" | "credential">;
  viewer: Viewer;
  LL: TranslationFunctions;
}

/** Someone's passkeys, each with the way to its own page. */
export function Passkeys({ passkeys, LL, locale, now }: { passkeys: PasskeyRow[] } & Reader) {
  const texts = LL.security.passkeys;
  return (
    <>
      <p>{texts.lead()}</p>
      {passkeys.length > 0 && (
        <ul class="rows">
          {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
            <li>
              <div>
                <strong dir="auto">{name}</strong>
                <p class="field-hint">
                  <Sentence text={texts.added({ when: GAP })}>
                    <When at={createdAt} locale={locale} now={now} />
                  </Sentence>
                  {" · "}
                  {lastUsedAt ? (
                    <Sentence text={texts.used({ when: GAP })}>
                      <When at={lastUsedAt} locale={locale} now={now} />
                    </Sentence>
                  ) : (
                    texts.neverUsed()
                  )}
                </p>
              </div>
              <a
                class="btn"
                href={`/settings/security/passkeys/${id}`}
                aria-label={texts.changeNamed({ name })}
              >
                {texts.change()}
              </a>
            </li>
          ))}
        </ul>
      )}
      <a class="btn" href="/settings/security/passkeys/new">
        {texts.add()}
      </a>
    </>
  );
}

/** A new passkey: what to call it, then the browser's own questions. */
export function NewPasskeyPage({ form, viewer, LL }: FormProps) {
  const texts = LL.security.passkeys;
  const problem = form.errors.form ?? form.errors.credential;
  return (
    <SettingsPage current="security" viewer={viewer} LL={LL}>
      <h2>{texts.addTitle()}</h2>
      <p>{texts.addLead()}</p>
      <form method="post" action="/settings/security/passkeys" novalidate>
        <FormProblem form={{ ...form, errors: { form: problem } }} LL={LL} />
        <Field form={form} LL={LL} name="name" label={texts.name()} hint={texts.nameHint()} required />
        <PasskeyWay
          options="/settings/security/passkeys/options"
          action="/settings/security/passkeys"
          label={texts.create()}
          LL={LL}
        />
      </form>
      <p class="mt-4">
        <a href="/settings/security">{LL.security.back()}</a>
      </p>
    </SettingsPage>
  );
}

/** A passkey: another name for it, or its end. */
export function PasskeyPage({ passkey, form, viewer, LL }: FormProps & { passkey: PasskeyView }) {
  const texts = LL.security.passkeys;
  const address = `/settings/security/passkeys/${passkey.id}`;
  return (
    <SettingsPage current="security" viewer={viewer} LL={LL}>
      <h2 dir="auto">{passkey.name}</h2>
      <form method="post" action={address} novalidate>
        <input type="hidden" name="_method" value="PATCH" />
        <Field form={form} LL={LL} name="name" label={texts.name()} required />
        <button class="btn btn-primary" type="submit">
          {LL.settings.save()}
        </button>
      </form>
      <form method="post" action={address} class="part mt-4">
        <input type="hidden" name="_method" value="DELETE" />
        <p>{texts.removeLead()}</p>
        <button class="btn btn-danger" type="submit">
          {texts.remove()}
        </button>
      </form>
      <p class="mt-4">
        <a href="/settings/security">{LL.security.back()}</a>
      </p>
    </SettingsPage>
  );
}
