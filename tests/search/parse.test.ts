import { describe, expect, test } from "bun:test";
import { needleOf } from "../../src/search/needle.ts";
import { type Part, parse } from "../../src/search/parse.ts";
import { fold, namesOf, tokensOf } from "../../src/search/words.ts";

/** A part in short: `-` for not, its kind, and what it is about. */
function short(part: Part): string {
  const about = Object.entries(part).find(([key]) => ["text", "name", "day", "language"].includes(key))?.[1];
  const said = typeof about === "number" ? new Date(about).toISOString().slice(0, 10) : about;
  return `${part.not ? "-" : ""}${part.kind}${said === undefined ? "" : ` ${said}`}`;
}

const READ: [typed: string, parts: string[]][] = [
  ["", []],
  ["   ", []],
  ["tea", ["word tea"]],
  ["  green   tea ", ["word green", "word tea"]],
  ["green\ntea\t", ["word green", "word tea"]],
  ['"green tea"', ["phrase green tea"]],
  ['"green tea" pot', ["phrase green tea", "word pot"]],
  ["“green tea”", ["phrase green tea"]],
  ["«green tea»", ["phrase green tea"]],
  ['""', ["phrase "]],
  ['"green', ["word green"]],
  ['green"', ["word green"]],
  ['gr"een', ["word gr een"]],
  ['"a" "b', ["phrase a", "word b"]],
  ["-tea", ["-word tea"]],
  ['-"green tea"', ["-phrase green tea"]],
  ["-", ["word -"]],
  ["--", ["word --"]],
  ["--tea", ["word --tea"]],
  ["tea-pot", ["word tea-pot"]],
  ["from:ada", ["from ada"]],
  ["from:@ada", ["from ada"]],
  ["FROM:@Ada", ["from Ada"]],
  ["-from:@ada", ["-from ada"]],
  ["from:me", ["from me"]],
  ["from:", ["word from:"]],
  ["from:@", ["word from:@"]],
  ["from:@@ada", ["word from:@@ada"]],
  ["from:ada,grace", ["word from:ada,grace"]],
  [`from:${"a".repeat(31)}`, [`word from:${"a".repeat(31)}`]],
  ["from: ada", ["word from:", "word ada"]],
  ["in:home", ["home"]],
  ["IN:Home", ["home"]],
  ["-in:home", ["-home"]],
  ["-IN:HOME", ["-home"]],
  ["in:garden", ["word in:garden"]],
  ["-in:garden", ["-word in:garden"]],
  ["before:2026-11-01", ["before 2026-11-01"]],
  ["after:2026-11-01", ["after 2026-11-01"]],
  ["-before:2026-11-01", ["-before 2026-11-01"]],
  ["-after:2026-11-01", ["-after 2026-11-01"]],
  ["-after:2026-02-30", ["-word after:2026-02-30"]],
  ["before:2024-02-29", ["before 2024-02-29"]],
  ["before:2026-02-29", ["word before:2026-02-29"]],
  ["before:2026-13-01", ["word before:2026-13-01"]],
  ["before:2026-1-1", ["word before:2026-1-1"]],
  ["before:yesterday", ["word before:yesterday"]],
  ["after:9999-12-31", ["after 9999-12-31"]],
  ["after:10000-01-01", ["word after:10000-01-01"]],
  ["has:link", ["link"]],
  ["has:links", ["link"]],
  ["-has:link", ["-link"]],
  ["has:picture", ["word has:picture"]],
  ["lang:es", ["language es"]],
  ["lang:pt-BR", ["language pt-br"]],
  ["-lang:es", ["-language es"]],
  ["-LANG:pt-BR", ["-language pt-br"]],
  ["--lang:es", ["word --lang:es"]],
  ["lang:e", ["word lang:e"]],
  ["-lang:e", ["-word lang:e"]],
  ["lang:../..", ["word lang:../.."]],
  ["#tag", ["word #tag"]],
  ["@ada", ["word @ada"]],
  ["https://example.org", ["word https://example.org"]],
  ["body:tea", ["word body:tea"]],
  ["a AND b", ["word a", "word AND", "word b"]],
  ["tea OR (coffee)", ["word tea", "word OR", "word (coffee)"]],
  ["a*b?c~2", ["word a*b?c~2"]],
  ["a ".repeat(100), Array(24).fill("word a")],
  ["a".repeat(10_000), [`word ${"a".repeat(500)}`]],
];

describe("what is typed", () => {
  test.each(READ)("%j", (typed, parts) => {
    expect(parse(typed).map(short)).toEqual(parts);
  });

  test.each<[string, string[]]>([
    ["te", ["prefix te"]],
    ["green te", ["word green", "prefix te"]],
    ["green te ", ["word green", "word te"]],
    ["-te", ["-word te"]],
    ['"green tea"', ["phrase green tea"]],
    ['"green te', ["word green", "prefix te"]],
    ["from:@a", ["from a"]],
    ["te from:@a", ["word te", "from a"]],
  ])("while typing: %j", (typed, parts) => {
    expect(parse(typed, { typing: true }).map(short)).toEqual(parts);
  });

  test("the parts as they were typed make the question again", () => {
    const typed = 'tea -"green tea" from:@ada #tag';
    expect(
      parse(typed)
        .map((part) => part.typed)
        .join(" "),
    ).toBe(typed);
  });
});

describe("words", () => {
  test.each([
    ["Café CAFE\u0301", "cafe cafe"],
    ["Straße STRASSE ẞ", "strasse strasse ss"],
    ["İstanbul ıstanbul ISTANBUL", "istanbul istanbul istanbul"],
    ["l'eau l’eau", "l eau l eau"],
    ["an\u0303o đa\u0323\u0306c", "ano dac"],
    ["½ 12 x²", "1⁄2 12 x2"],
    ["Ærø Łódź þing", "aero lodz thing"],
    ["Ёлка й", "елка и"],
    ["ΟΔΟΣ οδός", "οδοσ οδοσ"],
    ["عَرَبِيّ عـــربي", "عربي عربي"],
    ["שָׁלוֹם", "שלום"],
    ["हिन्दी", "हिन्दी"],
    ["می\u200Cخواهم", "میخواهم"],
    ["soft\u00ADhyphen \u202Ertl", "softhyphen rtl"],
    ["ｆｕｌｌ　ｗｉｄｔｈ", "full width"],
    ["東京タワー", "東京 京タ タワ ワー ー"],
    ["ｶﾞｷ", "ガキ キ"],
    ["iPhone15を買う", "iphone15 を買 買う う"],
    ["กทม", "กท ทม ม"],
    ["서울까지 간다", "서울 울까 까지 지 간다 다"],
    ["ລາວ ខ្មែរ မြန်", "ລາ າວ ວ ខ្ ្ម មែ ែរ រ မြ ြန န် ်"],
    ["☕️ 👩‍👩‍👧 🇪🇸", "☕ 👩 👩 👧 🇪🇸"],
    ["\u0000\uD800 \uFFFE", ""],
    ["a".repeat(300), "a".repeat(64)],
  ])("of %j", (text, terms) => {
    expect(
      tokensOf(text)
        .map(({ term }) => term)
        .join(" "),
    ).toBe(terms);
  });

  test("stand where they say", () => {
    const text = "Un café à 東京, ｶﾞｷ!";
    expect(tokensOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      "Un",
      "café",
      "à",
      "東京",
      "京",
      "ｶﾞｷ",
      "ｶﾞｷ",
    ]);
  });

  test("tags and names are found whole, and not within addresses", () => {
    const names = (text: string) => namesOf(text).map(({ term }) => term);
    expect(names("#Größe_x, (@Ada) ＃東京 a#b x@y.org /#c &#39;")).toEqual(["#grosse_x", "@ada", "#東京"]);
  });

  test("what is asked for in pairs may go on", () => {
    expect(needleOf({ text: "東京", kind: "word" })).toEqual({ terms: ["東京"], open: false });
    expect(needleOf({ text: "東", kind: "word" })).toEqual({ terms: ["東"], open: true });
    expect(needleOf({ text: "***", kind: "word" })).toBeNull();
    expect(fold("***")).toBe("");
  });
});
