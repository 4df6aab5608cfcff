import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { hasAuthenticator } from "../domain/authenticators.ts";
import { beginSecondStep } from "../domain/second-step.ts";
import { env } from "../env.ts";
import type { App } from "./context.ts";
import { flash } from "./flash.ts";
import { goTo } from "./guards.ts";
import { signIn } from "./session.ts";
import { refuseSuspended } from "./suspended.tsx";

/** It signs nobody in: it says that the password was right, and is handed in with a code. */
const COOKIE = env.secure ? "__Host-second-step" : "second-step";
const ATTRIBUTES = { path: "/", httpOnly: true, secure: env.secure, sameSite: "Lax" } as const;
const SECONDS = 600;

/** The password was right: signs the person in, or leads on to the second step of those who have one. */
export async function afterPassword(
  c: Context<App>,
  person: number,
  { remember, next }: { remember: boolean; next: string },
): Promise<Response> {
  const suspended = await refuseSuspended(c, person);
  if (suspended) return suspended;
  if (!(await hasAuthenticator(person))) return comeIn(c, person, { remember, next });
  const token = await beginSecondStep(person, { remember });
  setCookie(c, COOKIE, token, { ...ATTRIBUTES, maxAge: SECONDS });
  return goTo(c, next === "/" ? "/login/code" : `/login/code?next=${encodeURIComponent(next)}`);
}

/** Everything that was asked for was right. */
export async function comeIn(
  c: Context<App>,
  person: number,
  { remember, next }: { remember: boolean; next: string },
): Promise<Response> {
  const suspended = await refuseSuspended(c, person);
  if (suspended) return suspended;
  leaveSecondStep(c);
  const stayed = await signIn(c, person, remember);
  flash(c, stayed ? "stayed" : "signedIn");
  return goTo(c, next);
}

/** The token of the second step that this browser is at; empty for none. */
export const secondStepOf = (c: Context<App>): string => getCookie(c, COOKIE) ?? "";

export function leaveSecondStep(c: Context<App>) {
  if (secondStepOf(c) !== "") deleteCookie(c, COOKIE, ATTRIBUTES);
}
