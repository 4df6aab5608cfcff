import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { describeFault, inPassing } from "../../db/faults.ts";
import { findAccount } from "../domain/accounts.ts";
import { stay } from "../domain/leaving.ts";
import { noteSessionSeen } from "../domain/own-sessions.ts";
import { noteSeen } from "../domain/profile.ts";
import { noteFailure, noteSignIn, type Origin } from "../domain/security-events.ts";
import { endSession, findSession, renewSession, startSession } from "../domain/sessions.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { type App, type SignedIn, wantsPartial } from "./context.ts";
import { rememberDevice } from "./device.ts";
import { clientAddress, originOf } from "./origin.ts";

/** `__Host-` ties the cookie to this host and to https; plain http (a telephone on the LAN) cannot have it. */
const COOKIE = env.secure ? "__Host-session" : "session";
const ATTRIBUTES = { path: "/", httpOnly: true, secure: env.secure, sameSite: "Lax" } as const;

/** Finds out who is there: `c.var.viewer` and `c.var.session`, or null. */
export const session = createMiddleware<App>(async (c, next) => {
  const token = getCookie(c, COOKIE);
  const found = token ? await findSession(token) : null;
  c.set("viewer", found?.viewer ?? null);
  c.set("session", found);
  if (found) c.set("badges", found.badges);
  if (token && found?.extended) sendCookie(c, token, found.remember);
  // Not for a part of a page: it may have been asked for just before this browser got a new token.
  if (token && !found && !wantsPartial(c)) deleteCookie(c, COOKIE, ATTRIBUTES);
  if (found) {
    await inPassing(noteSeen(found.viewer));
    await inPassing(noteSessionSeen(found, clientAddress(c) ?? ""));
  }
  await next();
});

/**
 * Signs a person in on this browser. A session that was there before ends: nobody inherits another's. Whoever was leaving
 * stays: true for them.
 */
export async function signIn(c: Context<App>, person: number, remember: boolean): Promise<boolean> {
  const former = getCookie(c, COOKIE);
  if (former) await endSession(former);
  const token = await startSession(person, { remember, ...originOf(c) });
  await noteSignIn(person, originOf(c));
  sendCookie(c, token, remember);
  await rememberDevice(c, person);
  return stay(person, originOf(c));
}

/**
 * Notes, for the owner of an account there may be, that somebody knew its name and not its password. Nobody waits for it:
 * the answer must take as long for a name that nobody has.
 */
export function noteFailedSignIn(login: string, origin: Origin): void {
  const noted = findAccount(login).then(
    (account) => account && noteFailure(account.id, "signInFailed", origin),
  );
  noted.catch((error) => log.warn({ fault: describeFault(error) }, "failed sign-in not noted"));
}

/** The person has shown once more that it is them: their session goes on, with a new token. */
export async function renew(c: Context<SignedIn>): Promise<void> {
  const token = await renewSession(getCookie(c, COOKIE) ?? "");
  if (token !== null) sendCookie(c, token, c.var.session.remember);
}

/** Ends the session of this browser, if there is one. */
export async function signOut(c: Context): Promise<void> {
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
