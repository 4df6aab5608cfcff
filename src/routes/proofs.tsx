import { type Context, Hono } from "hono";
import { ProveForm } from "../../components/accounts/prove-form.tsx";
import { askForPasskey, PasskeyProof, whoSigned } from "../domain/passkey-use.ts";
import { passkeysOf } from "../domain/passkeys.ts";
import { checkPassword, isFresh, Proof } from "../domain/proofs.ts";
import type { App, SignedIn } from "../web/context.ts";
import { type Form, fresh, parseForm, refuse } from "../web/forms.ts";
import { goTo, nextOf, signedIn } from "../web/guards.ts";
import { limited } from "../web/limits.ts";
import { originOf } from "../web/origin.ts";
import { relyingPartyOf } from "../web/relying-party.ts";
import { renew } from "../web/session.ts";

export const proofs = new Hono<App>()
  .get("/prove", signedIn, (c) => {
    if (isFresh(c.var.session.provedAt)) return goTo(c, nextOf(c) ?? "/");
    return showProve(c, fresh());
  })

  .post("/prove", signedIn, limited("secondStep"), async (c) => {
    const submitted = parseForm(c, Proof);
    if (!submitted.ok) return showProve(c, submitted.form, 422);
    const problem = await checkPassword(c.var.viewer, submitted.data.password, originOf(c));
    if (problem === "tooOften") return showProve(c, refuse(submitted.form, { form: problem }), 422);
    if (problem) return showProve(c, refuse(submitted.form, { password: problem }), 422);
    return proven(c);
  })

  .post("/prove/passkey/options", signedIn, limited("secondStep"), async (c) =>
    c.json(await askForPasskey("prove", c.var.viewer, relyingPartyOf(c))),
  )

  .post("/prove/passkey", signedIn, limited("secondStep"), async (c) => {
    const { viewer } = c.var;
    const submitted = parseForm(c, PasskeyProof);
    if (!submitted.ok) return showProve(c, submitted.form, 422);
    const how = { purpose: "prove", viewer, party: relyingPartyOf(c) } as const;
    const person = await whoSigned(submitted.data.credential, how);
    if (person === null) return showProve(c, refuse(submitted.form, { form: "passkeyRefused" }), 422);
    return proven(c);
  });

async function proven(c: Context<SignedIn>) {
  await renew(c);
  return goTo(c, nextOf(c) ?? "/");
}

async function showProve(
  c: Context<SignedIn>,
  form: Form<"password" | "credential">,
  status: 200 | 422 = 200,
) {
  const { viewer, LL } = c.var;
  const passkeys = (await passkeysOf(viewer)).length > 0;
  c.status(status);
  return c.render(<ProveForm {...{ form, LL, passkeys }} next={nextOf(c)} username={viewer.username} />, {
    title: LL.security.prove.title(),
    modules: passkeys ? ["passkeys.js"] : [],
  });
}
