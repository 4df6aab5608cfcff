import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Form } from "../../src/web/forms.ts";
import { Field, FormProblem } from "../field.tsx";
import { PasskeyWay } from "../security/passkey-way.tsx";
import { Next } from "./next.tsx";

interface ProveProps {
  form: Form<"password" | "credential">;
  LL: TranslationFunctions;
  next: string | null;
  /** Whether the person has a passkey to do it with. */
  passkeys: boolean;
  username: string;
}

/** Asks someone who is signed in to show once more that it is them. */
export function ProveForm({ form, LL, next, passkeys, username }: ProveProps) {
  const texts = LL.security.prove;
  const problem = form.errors.form ?? form.errors.credential;
  return (
    <section class="sheet">
      <h1>{texts.title()}</h1>
      <p>{texts.lead()}</p>
      <form method="post" action="/prove" novalidate>
        <Next next={next} />
        <FormProblem form={{ ...form, errors: { form: problem } }} LL={LL} />
        <input type="hidden" name="username" value={username} autocomplete="username" />
        <Field
          form={form}
          LL={LL}
          name="password"
          type="password"
          label={LL.accounts.signIn.password()}
          autocomplete="current-password"
          required
        />
        <button class="btn btn-primary btn-wide" type="submit">
          {texts.submit()}
        </button>
        {passkeys && (
          <PasskeyWay
            options="/prove/passkey/options"
            action="/prove/passkey"
            label={LL.security.passkeys.use()}
            LL={LL}
          />
        )}
      </form>
    </section>
  );
}
