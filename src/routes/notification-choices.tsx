import { type Context, Hono } from "hono";
import { NotificationsForm } from "../../components/settings/notifications-form.tsx";
import { mailWorks } from "../domain/mail.ts";
import {
  ChoicesInput,
  chosenFrom,
  DIGESTS,
  fieldsOf,
  kindsIn,
  saveChoices,
  wantedKinds,
  wishesFor,
} from "../domain/notifications/choices.ts";
import { markUnwantedRead } from "../domain/notifications/inbox.ts";
import type { App, SignedIn } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, parseForm } from "../web/forms.ts";
import { goTo, signedIn } from "../web/guards.ts";

export const notificationChoices = new Hono<App>()
  .get("/settings/notifications", signedIn, async (c) => {
    return showChoices(c, fresh(fieldsOf(await wishesFor(c.var.viewer))));
  })

  .post("/settings/notifications", signedIn, async (c) => {
    const { viewer } = c.var;
    const submitted = parseForm(c, ChoicesInput);
    if (!submitted.ok) return showChoices(c, submitted.form, 422);
    const chosen = chosenFrom(submitted.data, await wishesFor(viewer));
    await saveChoices(viewer, chosen);
    await markUnwantedRead(viewer, wantedKinds(chosen, "site"));
    flash(c, "choicesSaved");
    return goTo(c, "/settings/notifications");
  });

function showChoices(c: Context<SignedIn>, form: Form<string>, status: 200 | 422 = 200) {
  const { viewer, LL } = c.var;
  const mail = !mailWorks() ? null : { kinds: kindsIn("mail"), digests: DIGESTS };
  c.status(status);
  return c.render(<NotificationsForm {...{ form, mail, viewer, LL }} site={kindsIn("site")} />, {
    title: LL.notifications.choices.title(),
  });
}
