import { type Context, Hono } from "hono";
import { z } from "zod";
import { CodeForm } from "../../components/accounts/code-form.tsx";
import { withNext } from "../../components/accounts/next.tsx";
import { findSecondStep, passSecondStep } from "../domain/second-step.ts";
import type { App } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { type Form, fresh, parseForm, refuse } from "../web/forms.ts";
import { goTo, nextOf, signedOut } from "../web/guards.ts";
import { limited } from "../web/limits.ts";
import { originOf } from "../web/origin.ts";
import { comeIn, leaveSecondStep, secondStepOf } from "../web/second-step.ts";

const Code = z.object({ code: z.string().trim().min(1, "required").max(100, "wrongCode") });

export const secondStep = new Hono<App>()
  .get("/login/code", signedOut, async (c) => {
    return (await findSecondStep(secondStepOf(c))) ? showCode(c, fresh()) : startOver(c);
  })

  .post("/login/code", signedOut, limited("secondStep"), async (c) => {
    if (!(await findSecondStep(secondStepOf(c)))) return startOver(c);
    const submitted = parseForm(c, Code);
    if (!submitted.ok) return showCode(c, submitted.form, 422);
    const passed = await passSecondStep(secondStepOf(c), submitted.data.code, originOf(c));
    if (passed === "over") return startOver(c);
    if (passed === "tooOften") return showCode(c, refuse(submitted.form, { form: passed }), 422);
    if (passed === "wrong") return showCode(c, refuse(submitted.form, { code: "wrongCode" }), 422);
    return comeIn(c, passed.person, { remember: passed.remember, next: nextOf(c) ?? "/" });
  });

function startOver(c: Context<App>) {
  leaveSecondStep(c);
  flash(c, "secondStepOver", "info");
  return goTo(c, withNext("/login", nextOf(c)));
}

/** What was typed is a secret for a moment, and is not sent back. */
function showCode(c: Context<App>, form: Form<"code">, status: 200 | 422 = 200) {
  const { LL } = c.var;
  c.status(status);
  return c.render(<CodeForm form={{ ...form, values: {} }} LL={LL} next={nextOf(c)} />, {
    title: LL.security.secondStep.title(),
  });
}
