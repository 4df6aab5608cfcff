/** `@name` in a text, and where it stands. */
interface MentionedName {
  name: string;
  index: number;
  end: number;
}

/** Letters of scripts that put no space between words, so that a name may stand amid them. */
const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const LETTER = `(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}]`;

/**
 * A web address, which is passed over with all the @ in it, or a name. Before the @ stands nothing that would make it
 * part of an address (`user@`, `x/@`, `?q=@`); after the name no letter, no second @, and no dot that goes on.
 */
const PATTERN = new RegExp(
  `[a-z][a-z0-9+.-]*://\\S+|(?<!${LETTER}|[_@/=&#%+~])@([a-z0-9_]{1,30})(?!${LETTER}|[_@]|\\.[a-z0-9])`,
  "giu",
);

/** The names that a text mentions, in their order and as they are written there. Whether they are anybody's is not asked. */
export function mentionedNames(text: string): MentionedName[] {
  if (!text.includes("@")) return [];
  return [...text.matchAll(PATTERN)].flatMap(({ 0: whole, 1: name, index }) =>
    name === undefined ? [] : [{ name, index, end: index + whole.length }],
  );
}
