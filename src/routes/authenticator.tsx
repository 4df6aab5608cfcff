import { type Context, Hono } from "hono";
import { toString as drawQr } from "qrcode";
import { z } from "zod";
import {
  AuthenticatorIntro,
  AuthenticatorRemoval,
  AuthenticatorSetUp,
} from "../../components/security/authenticator.tsx";
import { RecoveryCodes, RecoveryRenewal } from "../../components/security/recovery-codes.tsx";
import {
  beginAuthenticator,
  confirmAuthenticator,
  findSetUp,
  hasAuthenticator,
  removeAuthenticator,
  renewRecoveryCodes,
} from "../domain/authenticators.ts";
import { checkPassword, Proof } from "../domain/proofs.ts";
import { countRecoveryCodes } from "../domain/recovery-codes.ts";
import { checkOwnCode } from "../domain/second-step.ts";
import { canSeal } from "../domain/vault.ts";
import type { App, SignedIn } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, parseForm, refuse } from "../web/forms.ts";
import { found, goTo, signedIn } from "../web/guards.ts";
import { originOf } from "../web/origin.ts";
import { proved } from "../web/proved.ts";

const ADDRESS = "/settings/security/authenticator";
const CODES = "/settings/security/recovery-codes";

const Code = z.object({ code: z.string().trim().min(1, "required").max(100, "wrongCode") });
const Removal = Proof.extend(Code.shape);

export const authenticator = new Hono<App>()
  .get(ADDRESS, signedIn, proved, (c) => showAuthenticator(c))

  .post(ADDRESS, signedIn, proved, async (c) => {
    if (canSeal()) await beginAuthenticator(c.var.viewer);
    return goTo(c, ADDRESS);
  })

  .patch(ADDRESS, signedIn, proved, async (c) => {
    const { viewer, session } = c.var;
    const submitted = parseForm(c, Code);
    if (!submitted.ok) return showAuthenticator(c, submitted.form);
    const how = { session: session.publicId, origin: originOf(c) };
    const codes = await confirmAuthenticator(viewer, submitted.data.code, how);
    if (codes === null) return showAuthenticator(c, refuse(submitted.form, { code: "wrongCode" }));
    return showCodes(c, codes, true);
  })

  .delete(ADDRESS, signedIn, proved, async (c) => {
    const { viewer } = c.var;
    const submitted = parseForm(c, Removal);
    if (!submitted.ok) return showRemoval(c, submitted.form, 422);
    const { password, code } = submitted.data;
    const refused = (errors: Form<"password" | "code">["errors"]) =>
      showRemoval(c, refuse(submitted.form, errors), 422);
    const problem = await checkPassword(viewer, password, originOf(c));
    if (problem === "tooOften") return refused({ form: problem });
    if (problem) return refused({ password: problem });
    const checked = await checkOwnCode(viewer.id, code, originOf(c));
    if (checked === "tooOften") return refused({ form: checked });
    if (checked !== "right") return refused({ code: "wrongCode" });

    await removeAuthenticator(viewer, originOf(c));
    flash(c, "authenticatorRemoved");
    return goTo(c, "/settings/security");
  })

  .get(`${ADDRESS}/code.svg`, signedIn, proved, async (c) => {
    const { address } = found(await findSetUp(c.var.viewer));
    const picture = await drawQr(address, { type: "svg", margin: 4 });
    return c.body(picture, 200, { "Content-Type": "image/svg+xml", "Cache-Control": "no-store" });
  })

  .get(CODES, signedIn, proved, async (c) => {
    const { viewer, LL } = c.var;
    if (!(await hasAuthenticator(viewer.id))) return goTo(c, ADDRESS);
    const left = await countRecoveryCodes(viewer.id);
    return c.render(<RecoveryRenewal {...{ left, viewer, LL }} />, { title: LL.security.recovery.title() });
  })

  .post(CODES, signedIn, proved, async (c) => {
    const codes = await renewRecoveryCodes(c.var.viewer, originOf(c));
    return codes === null ? goTo(c, ADDRESS) : showCodes(c, codes, false);
  });

/** Whatever is next: to begin, to confirm, or, with a `form` that was refused, to confirm again; once in use, to remove. */
async function showAuthenticator(c: Context<SignedIn>, form?: Form<"code">) {
  const { viewer, LL } = c.var;
  const title = LL.security.authenticator.title();
  if (await hasAuthenticator(viewer.id)) return showRemoval(c, fresh());
  const setUp = await findSetUp(viewer);
  if (setUp === null) {
    return c.render(<AuthenticatorIntro possible={canSeal()} {...{ viewer, LL }} />, { title });
  }
  if (form) c.status(422);
  return c.render(<AuthenticatorSetUp secret={setUp.secret} form={form ?? fresh()} {...{ viewer, LL }} />, {
    title,
  });
}

function showRemoval(c: Context<SignedIn>, form: Form<"password" | "code">, status: 200 | 422 = 200) {
  const { viewer, LL } = c.var;
  c.status(status);
  return c.render(<AuthenticatorRemoval {...{ form, viewer, LL }} />, {
    title: LL.security.authenticator.title(),
  });
}

/** They are in this answer only: the page cannot be asked for again. */
function showCodes(c: Context<SignedIn>, codes: string[], added: boolean) {
  const { viewer, LL } = c.var;
  return c.render(<RecoveryCodes {...{ codes, added, viewer, LL }} />, {
    title: LL.security.recovery.title(),
  });
}
