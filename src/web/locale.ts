import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { languageDetector } from "hono/language";
import { dictionaries } from "../../locales/dictionary.ts";
import { isLocale, locales } from "../../locales/i18n-util.js";
import { env } from "../env.ts";
import type { App, Theme } from "./context.ts";

/** The choices of somebody who is not signed in. */
export const LOCALE_COOKIE = "locale";
export const THEME_COOKIE = "theme";

const THEMES: readonly string[] = ["auto", "light", "dark"] satisfies Theme[];
export const isTheme = (text: string | undefined): text is Theme => THEMES.includes(text ?? "");

/** Cookie, then Accept-Language with its weights, then the site's own. Writes no cookie. */
export const detectLanguage = languageDetector({
  order: ["cookie", "header"],
  lookupCookie: LOCALE_COOKIE,
  caches: false,
  supportedLanguages: locales,
  fallbackLanguage: env.SITE_LANGUAGE,
});

/** The language and theme of somebody unknown, so that even the page that says "the database is away" has them. */
export const locale = createMiddleware<App>(async (c, next) => {
  const detected = c.get("language" as never) as string;
  c.set("viewer", null);
  c.set("session", null);
  c.set("badges", { notifications: 0 });
  speak(c, detected, getCookie(c, THEME_COOKIE));
  await next();
});

/** The language and theme that the signed-in person chose. */
export const preferences = createMiddleware<App>(async (c, next) => {
  const { viewer, locale } = c.var;
  if (viewer) speak(c, viewer.locale ?? locale, viewer.theme);
  await next();
});

/** Sets what the page is written in. */
export function speak(c: Context<App>, locale: string, theme: string | undefined) {
  const known = isLocale(locale) ? locale : env.SITE_LANGUAGE;
  c.set("locale", known);
  c.set("LL", dictionaries[known]);
  c.set("theme", isTheme(theme) ? theme : "auto");
}
