import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { noteSeen } from "../domain/profile.ts";
import { endSession, findSession, startSession } from "../domain/sessions.ts";
import { env } from "../env.ts";
import type { App } from "./context.ts";
import { originOf } from "./origin.ts";

/** `__Host-` ties the cookie to this host and to https; plain http (a telephone on the LAN) cannot have it. */
const COOKIE = env.secure ? "__Host-session" : "session";
const ATTRIBUTES = { path: "/", httpOnly: true, secure: env.secure, sameSite: "Lax" } as const;

/** Finds out who is there: `c.var.viewer`, or null. */
export const session = createMiddleware<App>(async (c, next) => {
  const token = getCookie(c, COOKIE);
  const found = token ? await findSession(token) : null;
  c.set("viewer", found?.viewer ?? null);
  if (found) c.set("badges", found.badges);
  if (token && found?.extended) sendCookie(c, token, found.remember);
  if (token && !found) deleteCookie(c, COOKIE, ATTRIBUTES);
  if (found) await noteSeen(found.viewer);
  await next();
});

/** Signs a person in on this browser. A session that was there before ends: nobody inherits another's. */
export async function signIn(c: Context<App>, person: number, remember: boolean): Promise<void> {
  const former = getCookie(c, COOKIE);
  if (former) await endSession(former);
  const token = await startSession(person, { remember, ...originOf(c) });
  sendCookie(c, token, remember);
}

/** Ends the session of this browser, if there is one. */
export async function signOut(c: Context<App>): Promise<void> {
  const token = getCookie(c, COOKIE);
  if (token === undefined) return;
  await endSession(token);
  deleteCookie(c, COOKIE, ATTRIBUTES);
}

const REMEMBERED_SECONDS = 30 * 24 * 3600;

/** Without `maxAge` the cookie ends with the browser. */
function sendCookie(c: Context, token: string, remember: boolean) {
  setCookie(c, COOKIE, token, remember ? { ...ATTRIBUTES, maxAge: REMEMBERED_SECONDS } : ATTRIBUTES);
}
