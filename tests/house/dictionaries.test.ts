import { describe, expect, test } from "bun:test";
import type { Locales } from "../../locales/i18n-types.ts";
import { loadAllLocales } from "../../locales/i18n-util.sync.ts";
import { i18nObject, loadedLocales, locales } from "../../locales/i18n-util.ts";
import { localeNames } from "../../locales/names.ts";

loadAllLocales();

/** Words that happen to be the same. */
const SAME: Partial<Record<Locales, string[]>> = {};

/** The forms of a plural: one for all; one and other; zero, one and other; or all six that a language may have. */
const PLURAL_FORMS = [1, 2, 3, 6];

type Texts = Map<string, string>;

const textsOf = (locale: Locales): Texts => new Map(flatten(loadedLocales[locale]));

function* flatten(dictionary: object, path = ""): Generator<[key: string, text: string]> {
  for (const [key, value] of Object.entries(dictionary)) {
    if (typeof value === "string") yield [path + key, value];
    else yield* flatten(value, `${path}${key}.`);
  }
}

const english = textsOf("en");

/** What a sentence is given: `{count:number|number}` is `count`. */
const argumentsOf = (text: string) =>
  [...text.replaceAll(/\{\{.*?\}\}/g, "").matchAll(/\{(\w+)/g)].map(([, name]) => name).sort();

const pluralsOf = (text: string) =>
  [...text.matchAll(/\{\{(?:\w+:)?(.*?)\}\}/g)].map(([, forms = ""]) => forms.split("|"));

test("every language has a name, in its own words", () => {
  expect(Object.keys(localeNames).sort()).toEqual([...locales].sort());
  expect(new Set(Object.values(localeNames)).size).toBe(locales.length);
});

describe.each(locales)("%s", (locale) => {
  const texts = textsOf(locale);

  test("has every key of English, and no other", () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("has no empty text, and none with white space around it", () => {
    expect([...texts].filter(([, text]) => text === "" || text !== text.trim())).toEqual([]);
  });

  test("gives each sentence what English gives it", () => {
    const given = (all: Texts) => [...all].map(([key, text]) => [key, argumentsOf(text)]).sort();
    expect(given(texts)).toEqual(given(english));
  });

  test("has complete plurals", () => {
    const odd = [...texts].filter(([, text]) =>
      pluralsOf(text).some((forms) => !PLURAL_FORMS.includes(forms.length)),
    );
    expect(odd).toEqual([]);
  });

  test("says everything when it is asked: no braces, nothing left out", () => {
    for (const [key, text] of texts) {
      const say = key
        .split(".")
        .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], i18nObject(locale));
      const values = Object.fromEntries(
        argumentsOf(text).map((name) => [name, name === "count" ? 1 : "Ada"]),
      );
      const said = (say as (values: object) => string)(values);
      expect([key, said]).not.toEqual([key, ""]);
      expect(said).not.toMatch(/[{}]|undefined|NaN/);
    }
  });
});

describe.each(locales.filter((locale) => locale !== "en"))("%s", (locale) => {
  test("is not English", () => {
    const same = [...textsOf(locale)].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
    expect(same).toEqual(SAME[locale] ?? []);
  });
});
