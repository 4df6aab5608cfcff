import type { Word } from "./engine.ts";
import { type Needle, needleOf } from "./needle.ts";
import { namesOf, type Token, tokensOf } from "./words.ts";

type Mark = [start: number, end: number];

/** Where in a text the words stand that were asked for: ranges in their order, none of which touch. */
export function marksIn(body: string, words: Word[]): Mark[] {
  const needles = words.map(needleOf).filter((needle) => needle !== null);
  const marks = [tokensOf(body), namesOf(body)].flatMap((tokens) =>
    needles.flatMap((needle) => marksOf(tokens, needle)),
  );
  return joined(marks.sort((a, b) => a[0] - b[0]));
}

function marksOf(tokens: Token[], { terms, open }: Needle): Mark[] {
  const marks: Mark[] = [];
  for (const [n, first] of tokens.entries()) {
    const fits = terms.every((term, place) => {
      const found = tokens[n + place]?.term;
      return found === term || (open && place === terms.length - 1 && found?.startsWith(term) === true);
    });
    const last = tokens[n + terms.length - 1];
    if (fits && last) marks.push([first.start, endOf(last, open)]);
  }
  return marks;
}

/** Of a pair of which only the first character was asked for, only that is marked. */
function endOf(last: Token, open: boolean): number {
  if (!open || !last.paired || [...last.term].length < 2) return last.end;
  return Math.min(last.end, last.start + ([...last.term][0] ?? "").length);
}

function joined(sorted: Mark[]): Mark[] {
  const marks: Mark[] = [];
  for (const [start, end] of sorted) {
    const last = marks.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else marks.push([start, end]);
  }
  return marks;
}
