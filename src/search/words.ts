/*
 * How texts become terms, the same for what is kept and for what is asked. A word is a run of letters and digits; scripts
 * that write without spaces, and Korean with its endings, are cut into pairs of neighbours, so that any part of a
 * sentence is found. Whoever changes what a text comes to raises `VERSION` in `mysql/kept.ts` and `elastic/mapping.ts`.
 */

/** A term and where it stands in the text. */
export interface Token {
  term: string;
  start: number;
  end: number;
  /** Written in pairs: the term shares its characters with its neighbours. */
  paired: boolean;
}

/** Longer words are known by their beginning. */
const LONGEST_TERM = 64;

/** No honest post has more; each is a row. */
const MOST_TOKENS = 2000;

const LETTER = "[\\p{L}\\p{M}\\p{N}]";
/** Accents that Thai is written with as well are Vietnamese and Spanish first. */
const PAIRED =
  "[[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]--[\\u0300-\\u036F]]";
const paired = `[${PAIRED}&&${LETTER}]`;
const spaced = `[${LETTER}--${PAIRED}]`;

/** Format characters (joiners, direction marks, soft hyphens) end no word. */
const PARTS = new RegExp(
  `(?<pairs>(?:${paired}\\p{Cf}*)+)|(?<word>(?:${spaced}\\p{Cf}*)+)|(?<emoji>\\p{RI}{2}|\\p{Extended_Pictographic})`,
  "gv",
);

/** The words of a text in their order. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: part, index: start, groups } of text.matchAll(PARTS)) {
    if (tokens.length >= MOST_TOKENS) break;
    if (groups?.pairs !== undefined) tokens.push(...pairsOf(part, start));
    else {
      const term = groups?.emoji ?? cut(fold(part));
      if (term !== "") tokens.push({ term, start, end: start + part.length, paired: false });
    }
  }
  return tokens;
}

/** Every character with the next one, and the last alone: each begins a term. */
function pairsOf(run: string, start: number): Token[] {
  const folded = [...fold(run)];
  const written = [...run];
  const alike = folded.length === written.length;
  let place = start;
  return folded.map((character, n) => {
    const next = folded[n + 1] ?? "";
    const length = (written[n] ?? "").length;
    const end = place + length + (next === "" ? 0 : (written[n + 1] ?? "").length);
    const token = { term: character + next, start: place, end, paired: true };
    place += length;
    return alike ? token : { ...token, start, end: start + run.length };
  });
}

const ALIKE: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
  ŋ: "n",
  ς: "σ",
};

/** Accents of Latin, Greek and Cyrillic letters, the vowel signs of Arabic and Hebrew, the line that stretches a word, the look of an emoji. */
const ACCENTS = /\u0640|[\u0300-\u036F]|[\u0591-\u05C7]|[\u064B-\u065F]|\u0670|[\uFE00-\uFE0F]/g;

/** Case, width and accents do not count: É is e, ß is ss, İ and ı are i. Nothing but letters and digits is left, and what parts ½. */
export function fold(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(ACCENTS, "")
    .normalize("NFC")
    .replace(/[ßæœøđðþłħıŋς]/g, (letter) => ALIKE[letter] ?? letter)
    .replace(/[^\p{L}\p{M}\p{N}\u2044]/gu, "");
}

const cut = (term: string) =>
  term.length <= LONGEST_TERM ? term : [...term].slice(0, LONGEST_TERM).join("");

const NAMES = /(?<![\p{L}\p{M}\p{N}_&/])([#＃@])([\p{L}\p{M}\p{N}_]+)/gu;

/** The #tags and @names of a text, whole, with their sign. Their words are among `tokensOf` too. */
export function namesOf(text: string): Token[] {
  return [...text.matchAll(NAMES)].map(({ 0: written, 1: sign, 2: name = "", index: start }) => ({
    term: cut((sign === "@" ? "@" : "#") + name.split("_").map(fold).join("_")),
    ...{ start, end: start + written.length, paired: false },
  }));
}
