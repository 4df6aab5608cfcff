import type { Locales } from "./i18n-types.js";

/** What each language calls itself: someone who looks for theirs must be able to read it. */
export const localeNames: Record<Locales, string> = { en: "English", es: "Español" };
