import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Digest } from "../../src/domain/notifications/choices.ts";
import type { Kind } from "../../src/domain/notifications/kinds.ts";
import type { Viewer } from "../../src/domain/people.ts";
import type { Form } from "../../src/web/forms.ts";
import { Check, Choice } from "../choice.tsx";
import { SettingsPage } from "./settings-page.tsx";

interface NotificationsFormProps {
  form: Form<string>;
  /** What can be chosen for the site; null for what is not offered: there is no mail. */
  site: Kind[];
  mail: { kinds: Kind[]; digests: readonly Digest[] } | null;
  viewer: Viewer;
  LL: TranslationFunctions;
}

/** What the viewer wants to be told, and where. */
export function NotificationsForm({ form, site, mail, viewer, LL }: NotificationsFormProps) {
  const texts = LL.notifications.choices;
  return (
    <SettingsPage current="notifications" viewer={viewer} LL={LL}>
      <form method="post" action="/settings/notifications">
        <input type="hidden" name="shown" value={mail ? "site mail" : "site"} />
        <fieldset>
          <legend>{texts.site()}</legend>
          <Checks form={form} place="site" kinds={site} LL={LL} />
        </fieldset>
        {mail && (
          <fieldset>
            <legend>{texts.mail()}</legend>
            <Checks form={form} place="mail" kinds={mail.kinds} LL={LL} />
            <Choice
              {...{ form, LL }}
              name="digest"
              label={texts.digest()}
              hint={texts.digestHint()}
              options={mail.digests.map((value) => ({ value, label: texts[value]() }))}
            />
          </fieldset>
        )}
        <button class="btn btn-primary" type="submit">
          {LL.settings.save()}
        </button>
      </form>
    </SettingsPage>
  );
}

interface ChecksProps extends Pick<NotificationsFormProps, "form" | "LL"> {
  place: "site" | "mail";
  kinds: Kind[];
}

function Checks({ form, place, kinds, LL }: ChecksProps) {
  return (
    <div class="checks">
      {kinds.map((kind) => (
        <Check {...{ form, LL }} name={`${place}-${kind}`} label={LL.notifications.choices.kinds[kind]()} />
      ))}
    </div>
  );
}
