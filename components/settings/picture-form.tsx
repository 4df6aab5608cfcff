import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Viewer } from "../../src/domain/people.ts";
import type { Form } from "../../src/web/forms.ts";
import { control, controlClass, Frame } from "../labelled.tsx";
import { Avatar } from "../people/person.tsx";

interface PictureFormProps {
  form: Form<"picture">;
  viewer: Viewer;
  LL: TranslationFunctions;
}

const ACTION = "/settings/profile/picture";

/** The picture that stands beside what one writes: a new one, or the generated one again. */
export function PictureForm({ form, viewer, LL }: PictureFormProps) {
  const texts = LL.settings.picture;
  const field = { form, LL, name: "picture", label: texts.choose(), hint: texts.hint() } as const;
  return (
    <section aria-labelledby="picture-title">
      <h2 id="picture-title">{texts.title()}</h2>
      <div class="picture">
        <Avatar person={viewer} size={88} />
        <div>
          <form method="post" action={ACTION} enctype="multipart/form-data">
            <Frame {...field}>
              <input
                {...control(field)}
                class={controlClass(field)}
                type="file"
                accept="image/png,image/jpeg,image/webp,image/gif"
              />
            </Frame>
            <button class="btn" type="submit">
              {texts.use()}
            </button>
          </form>
          {viewer.avatar && (
            <form class="mt-3" method="post" action={ACTION}>
              <input type="hidden" name="_method" value="DELETE" />
              <button class="btn" type="submit">
                {texts.remove()}
              </button>
            </form>
          )}
        </div>
      </div>
    </section>
  );
}
