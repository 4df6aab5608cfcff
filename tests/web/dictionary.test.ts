import { describe, expect, test } from "bun:test";
import { dictionary } from "../../locales/dictionary.ts";
import { i18nObject, loadedLocales, locales } from "../../locales/i18n-util.js";
import { loadAllLocales } from "../../locales/i18n-util.sync.js";

loadAllLocales();

/** Something for every placeholder there is. */
const GIVEN = {
  count: 12_345,
  name: "Ada <b>",
  site: "Lake",
  when: "today",
  id: "7",
  address: "ada@example.org",
};

type Section = Record<string, unknown>;

describe.each(locales)("the dictionary of %s", (locale) => {
  const ours = dictionary(locale) as unknown as Section;
  const theirs = i18nObject(locale) as unknown as Section;

  test("says what the library's own says", () => {
    const paths = textsOf(loadedLocales[locale]);
    expect(paths.length).toBeGreaterThan(50);
    for (const path of paths) expect([path, say(ours, path)]).toEqual([path, say(theirs, path)]);
  });

  test("may be the value of a promise, and knows what it does not have", async () => {
    const awaited = await Promise.resolve(ours);
    expect(awaited).toBe(ours);
    expect(ours.nothing).toBeUndefined();
  });
});

function textsOf(section: object, above: string[] = []): string[][] {
  return Object.entries(section).flatMap(([key, text]) =>
    typeof text === "string" ? [[...above, key]] : textsOf(text, [...above, key]),
  );
}

function say(dictionary: Section, path: string[]): unknown {
  const text = path.reduce<unknown>((section, key) => (section as Section)[key], dictionary);
  return typeof text === "function" ? text(GIVEN) : undefined;
}
