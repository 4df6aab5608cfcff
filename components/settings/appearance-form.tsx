import type { TranslationFunctions } from "../../locales/i18n-types.js";
import { localeNames } from "../../locales/names.js";
import type { Viewer } from "../../src/domain/people.ts";
import type { Form } from "../../src/web/forms.ts";
import { Choice } from "../choice.tsx";
import { FormProblem } from "../field.tsx";
import { SettingsPage } from "./settings-page.tsx";

interface AppearanceFormProps {
  /** An empty `locale` is the browser's. */
  form: Form<"locale" | "theme">;
  viewer: Viewer | null;
  LL: TranslationFunctions;
}

/** The language and the colours of the pages. */
export function AppearanceForm({ form, viewer, LL }: AppearanceFormProps) {
  const texts = LL.settings.appearance;
  const languages = Object.entries(localeNames).map(([value, label]) => ({
    value,
    label,
    lang: value,
  }));
  const themes = [
    { value: "auto", label: texts.themeAuto() },
    { value: "light", label: texts.themeLight() },
    { value: "dark", label: texts.themeDark() },
  ];
  return (
    <SettingsPage current="appearance" viewer={viewer} LL={LL}>
      <form method="post" action="/settings/appearance">
        <FormProblem form={form} LL={LL} />
        <Choice
          form={form}
          LL={LL}
          name="locale"
          label={texts.locale()}
          options={[{ value: "", label: texts.localeAuto() }, ...languages]}
        />
        <Choice form={form} LL={LL} name="theme" label={texts.theme()} options={themes} />
        <button class="btn btn-primary" type="submit">
          {LL.settings.save()}
        </button>
      </form>
    </SettingsPage>
  );
}
