import { type Context, Hono } from "hono";
import { LeaveForm } from "../../components/settings/leave-form.tsx";
import { DAYS_TO_RETURN, Farewell, leave } from "../domain/leaving.ts";
import type { App, SignedIn } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, parseForm, refuse } from "../web/forms.ts";
import { goTo, signedIn } from "../web/guards.ts";
import { originOf } from "../web/origin.ts";
import { PASSWORDS } from "../web/renderer.tsx";
import { signOut } from "../web/session.ts";

export const leaving = new Hono<App>()
  .get("/settings/account/delete", signedIn, (c) => showFarewell(c, fresh()))

  .post("/settings/account/delete", signedIn, async (c) => {
    const submitted = parseForm(c, Farewell);
    if (!submitted.ok) return showFarewell(c, submitted.form, 422);
    const mistakes = await leave(c.var.viewer, submitted.data, originOf(c));
    if (mistakes) return showFarewell(c, refuse(submitted.form, mistakes), 422);
    await signOut(c);
    flash(c, "left", "info");
    return goTo(c, "/");
  });

function showFarewell(
  c: Context<SignedIn>,
  form: Form<"username" | "password">,
  status: 200 | 422 = 200,
): Response | Promise<Response> {
  const { viewer, LL } = c.var;
  c.status(status);
  return c.render(<LeaveForm {...{ form, viewer, LL }} days={DAYS_TO_RETURN} />, {
    title: LL.leaving.title(),
    modules: PASSWORDS,
  });
}
