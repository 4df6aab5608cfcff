import type { Locales, Translation, TranslationFunctions } from "./i18n-types.js";
import { i18nString, loadedLocales, locales } from "./i18n-util.js";
import { loadAllLocales } from "./i18n-util.sync.js";

/**
 * The dictionary of a language as plain objects and functions. The library's own `i18nObject` is a Proxy that copies a
 * whole section whenever one of its texts is asked for, at 50 texts a page; that answers to `then`, so that awaiting it
 * never ends; and that has an empty text for a key that is missing.
 */
export function dictionary(locale: Locales): TranslationFunctions {
  const translate = i18nString(locale);
  const said = (text: string) =>
    text.includes("{") ? (...given: []) => translate(text, ...given) : () => text;
  return spoken(loadedLocales[locale], said) as unknown as TranslationFunctions;
}

type Section = Translation | { [key: string]: string | Section };

function spoken(section: Section, said: (text: string) => () => string): object {
  const entries = Object.entries(section).map(([key, text]) => [
    key,
    typeof text === "string" ? said(text) : spoken(text, said),
  ]);
  return Object.fromEntries(entries);
}

loadAllLocales();

/** The dictionary of each language, made once. */
export const dictionaries = Object.fromEntries(
  locales.map((locale) => [locale, dictionary(locale)]),
) as Record<Locales, TranslationFunctions>;
