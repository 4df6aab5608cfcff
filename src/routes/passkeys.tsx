import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { NewPasskeyPage, PasskeyPage } from "../../components/security/passkeys.tsx";
import {
  addPasskey,
  askForNewPasskey,
  findOwnPasskey,
  NewPasskey,
  PasskeyName,
  removePasskey,
  renamePasskey,
} from "../domain/passkeys.ts";
import type { App, SignedIn } from "../web/context.ts";
import { deviceInWords } from "../web/device-words.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, parseForm, refuse } from "../web/forms.ts";
import { found, goTo, idOf, signedIn } from "../web/guards.ts";
import { originOf } from "../web/origin.ts";
import { proved } from "../web/proved.ts";
import { relyingPartyOf } from "../web/relying-party.ts";

const ALL = "/settings/security/passkeys";
const ONE = "/settings/security/passkeys/:id{\\d+}";

export const passkeys = new Hono<App>()
  .get(`${ALL}/new`, signedIn, proved, (c) => {
    const name = deviceInWords(c.req.header("User-Agent") ?? "", c.var.LL);
    return showNewPasskey(c, fresh({ name }));
  })

  .post(`${ALL}/options`, signedIn, proved, async (c) =>
    c.json(await askForNewPasskey(c.var.viewer, relyingPartyOf(c))),
  )

  .post(ALL, signedIn, proved, async (c) => {
    const submitted = parseForm(c, NewPasskey);
    if (!submitted.ok) return showNewPasskey(c, submitted.form, 422);
    const problem = await addPasskey(c.var.viewer, submitted.data, {
      party: relyingPartyOf(c),
      session: c.var.session.publicId,
      origin: originOf(c),
    });
    if (problem) return showNewPasskey(c, refuse(submitted.form, { form: problem }), 422);
    flash(c, "passkeyAdded");
    return goTo(c, "/settings/security");
  })

  .get(ONE, signedIn, async (c) => {
    const passkey = found(await findOwnPasskey(c.var.viewer, idOf(c)));
    return showPasskey(c, passkey, fresh({ name: passkey.name }));
  })

  .patch(ONE, signedIn, async (c) => {
    const passkey = found(await findOwnPasskey(c.var.viewer, idOf(c)));
    const submitted = parseForm(c, PasskeyName);
    if (!submitted.ok) return showPasskey(c, passkey, submitted.form, 422);
    await renamePasskey(c.var.viewer, passkey.id, submitted.data.name);
    flash(c, "passkeyRenamed");
    return goTo(c, "/settings/security");
  })

  .delete(ONE, signedIn, proved, async (c) => {
    if (!(await removePasskey(c.var.viewer, idOf(c), originOf(c)))) throw new HTTPException(404);
    flash(c, "passkeyRemoved");
    return goTo(c, "/settings/security");
  });

function showNewPasskey(c: Context<SignedIn>, form: Form<"name" | "credential">, status: 200 | 422 = 200) {
  const { viewer, LL } = c.var;
  c.status(status);
  return c.render(<NewPasskeyPage {...{ form, viewer, LL }} />, {
    title: LL.security.passkeys.addTitle(),
    modules: ["passkeys.js"],
  });
}

function showPasskey(
  c: Context<SignedIn>,
  passkey: NonNullable<Awaited<ReturnType<typeof findOwnPasskey>>>,
  form: Form<"name">,
  status: 200 | 422 = 200,
) {
  const { viewer, LL } = c.var;
  c.status(status);
  return c.render(<PasskeyPage {...{ passkey, form, viewer, LL }} />, {
    title: LL.security.passkeys.title(),
  });
}
