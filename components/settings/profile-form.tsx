import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Viewer } from "../../src/domain/people.ts";
import type { Form } from "../../src/web/forms.ts";
import { Field, FormProblem, TextArea } from "../field.tsx";
import { PictureForm } from "./picture-form.tsx";
import { SettingsPage } from "./settings-page.tsx";

interface ProfileFormProps {
  form: Form<"name" | "username" | "about">;
  picture: Form<"picture">;
  viewer: Viewer;
  LL: TranslationFunctions;
}

/** What others see of you. */
export function ProfileForm({ form, picture, viewer, LL }: ProfileFormProps) {
  const texts = LL.settings.profile;
  return (
    <SettingsPage current="profile" viewer={viewer} LL={LL}>
      <PictureForm form={picture} viewer={viewer} LL={LL} />
      <form class="mt-4" method="post" action="/settings/profile" novalidate>
        <FormProblem form={form} LL={LL} />
        <Field
          form={form}
          LL={LL}
          name="name"
          label={texts.name()}
          hint={texts.nameHint()}
          autocomplete="name"
        />
        <Field
          form={form}
          LL={LL}
          name="username"
          label={texts.username()}
          hint={texts.usernameHint()}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <TextArea form={form} LL={LL} name="about" label={texts.about()} hint={texts.aboutHint()} rows={4} />
        <button class="btn btn-primary" type="submit">
          {LL.settings.save()}
        </button>
      </form>
    </SettingsPage>
  );
}
