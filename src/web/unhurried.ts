import type { Context } from "hono";
import { readSigned, sign } from "../domain/signing-key.ts";
import { env } from "../env.ts";
import type { App } from "./context.ts";
import { submittedField } from "./forms.ts";

/** Nobody who reads a form fills it in within this time, in milliseconds; a program does. */
const LEAST_MS = 2000;

/** Two fields that people leave as they are: when the form was first shown, and one that stays empty. */
export const SHOWN = "shown";
export const TRAP = "website";

/** When a form was first shown, signed. One that is shown again keeps its time. */
export async function timeShown(c: Context<App>): Promise<string> {
  const before = submittedField(c, SHOWN);
  if (before !== undefined && (await readSigned("form", before)) !== null) return before;
  return sign("form", String(Date.now()));
}

/** Whether it was a person, as far as can be told, who sent the form: not at once, and without the field for programs. */
export async function isUnhurried(c: Context<App>, on = env.RATE_LIMITS): Promise<boolean> {
  if (!on) return true;
  const shown = Number((await readSigned("form", submittedField(c, SHOWN))) ?? Number.NaN);
  return submittedField(c, TRAP) === "" && Date.now() - shown >= LEAST_MS;
}
