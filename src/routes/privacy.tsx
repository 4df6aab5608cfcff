import { type Context, Hono } from "hono";
import { HiddenPeople, PrivacyPage } from "../../components/settings/privacy-page.tsx";
import { hiddenBy } from "../domain/hidings.ts";
import { findPrivacy, PrivacyInput, savePrivacy } from "../domain/privacy.ts";
import { placesOf, readerOf, type SignedIn, wantsPartial } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, parseForm } from "../web/forms.ts";
import { cursors, goTo, signedIn } from "../web/guards.ts";
import { READING } from "../web/renderer.tsx";

const PRIVACY = "/settings/privacy";

export const privacy = new Hono<SignedIn>()
  .get(PRIVACY, signedIn, cursors, async (c) => {
    return showPrivacy(c, fresh(await findPrivacy(c.var.viewer)), c.req.valid("query").before);
  })

  .post(PRIVACY, signedIn, async (c) => {
    const submitted = parseForm(c, PrivacyInput);
    if (!submitted.ok) {
      c.status(422);
      return showPrivacy(c, submitted.form);
    }
    await savePrivacy(c.var.viewer, submitted.data);
    flash(c, "privacySaved");
    return goTo(c, PRIVACY);
  });

async function showPrivacy(c: Context<SignedIn>, form: Form<"messagesFrom">, before?: number) {
  const { viewer, LL } = c.var;
  const page = await hiddenBy(viewer, before);
  const list = { page, ...placesOf(c, page), ...readerOf(c) };
  const content =
    wantsPartial(c) && before ? <HiddenPeople {...list} /> : <PrivacyPage form={form} {...list} />;
  return c.render(content, { title: LL.settings.privacy.title(), modules: READING });
}
