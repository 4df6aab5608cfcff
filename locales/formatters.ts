import type { FormattersInitializer } from "typesafe-i18n";
import type { Formatters, Locales } from "./i18n-types.js";

/** What a sentence may do to its arguments: `{count|number}` groups digits the way the language does. */
export const initFormatters: FormattersInitializer<Locales, Formatters> = (locale) => {
  const numbers = new Intl.NumberFormat(locale);
  return { number: (value: number) => numbers.format(value) };
};
