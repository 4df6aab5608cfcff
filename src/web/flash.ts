import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Translation } from "../../locales/i18n-types.js";
import { loadedLocales } from "../../locales/i18n-util.js";
import { env } from "../env.ts";

/** A sentence that is shown once, on the page after a redirect. */
export interface Notice {
  kind: "success" | "info" | "danger";
  message: keyof Translation["notices"];
}

const KINDS = { s: "success", i: "info", d: "danger" } as const;
const COOKIE = "notice";

/** Has the next full page show this notice. */
export function flash(c: Context, message: Notice["message"], kind: Notice["kind"] = "success") {
  setCookie(c, COOKIE, `${kind[0]}.${message}`, {
    path: "/",
    httpOnly: true,
    secure: env.secure,
    sameSite: "Lax",
    maxAge: 60,
  });
}

/**
 * The notice that this page is to show, which is then over. The cookie holds a key, not a text, so whoever sets it can
 * make us say nothing that we would not say.
 */
export function takeFlash(c: Context): Notice | null {
  const [letter, message] = (getCookie(c, COOKIE) ?? "").split(".");
  if (letter === undefined || message === undefined) return null;
  setCookie(c, COOKIE, "", { path: "/", httpOnly: true, secure: env.secure, sameSite: "Lax", maxAge: 0 });
  const kind = KINDS[letter as keyof typeof KINDS];
  return kind && Object.hasOwn(loadedLocales.en.notices, message)
    ? { kind, message: message as Notice["message"] }
    : null;
}
