import type { Query, Word } from "./engine.ts";
import { namesOf, tokensOf } from "./words.ts";

const LONGEST_NAME = 100;

/** What a word or phrase comes down to: these terms, side by side and in this order. */
export interface Needle {
  terms: string[];
  /** The last term is only the beginning of one. */
  open: boolean;
}

/** The words someone began to type of a name, each to be the beginning of one. */
export const beginningsIn = (text: string): Needle[] =>
  text
    .slice(0, LONGEST_NAME)
    .split(/\s+/)
    .map((word) => needleOf({ text: word, kind: "prefix" }))
    .filter((needle) => needle !== null);

/** The terms of what was asked for; null when it has none (`***`). */
export function needleOf({ text, kind }: Word): Needle | null {
  const [name] = kind === "phrase" ? [] : namesOf(text);
  if (name && name.start === 0 && name.end === text.length)
    return { terms: [name.term], open: kind === "prefix" };

  const tokens = tokensOf(text);
  const last = tokens.at(-1);
  if (!last) return null;
  const before = tokens.at(-2);
  // Where what was asked for ends, the text may go on: the character that stands alone there is no term of its own.
  const goesOn = last.paired && before?.paired === true && before.end === last.end;
  const terms = tokens.map((token) => token.term).slice(0, goesOn ? -1 : undefined);
  return { terms, open: goesOn ? false : last.paired || kind === "prefix" };
}

/** The terms of all these; signs alone ask for nothing. */
export const needlesOf = (words: Word[]): Needle[] => words.map(needleOf).filter((needle) => needle !== null);

/** One word that is still being typed. */
export const isBeginning = ({ terms, open }: Needle): boolean => open && terms.length === 1;

/** Whether some answers are better than others: a beginning is there or not, as an operator holds or not. */
export const isRanked = (query: Query): boolean =>
  needlesOf(query.all).some((needle) => !isBeginning(needle));
