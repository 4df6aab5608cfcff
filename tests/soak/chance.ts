import { below, oneOf, randomFrom } from "../../db/world/random.ts";
import { textsOf } from "../../db/world/texts.ts";

/* The same choices in each soak; not at the same moments, for that depends on when answers come. */
const random = randomFrom(7);

/** A whole number from 0 to `end`, excluding `end`. */
export const upTo = (end: number) => below(random, end);

/** One of them; there is one. */
export const anyOf = <T>(choices: readonly T[]): T => oneOf(random, choices as [T, ...T[]]);

/** One of them, each as often as its share says. */
export function byShare<T extends { share: number }>(choices: readonly T[]): T {
  let drawn = upTo(choices.reduce((sum, { share }) => sum + share, 0));
  for (const choice of choices) {
    if (drawn < choice.share) return choice;
    drawn -= choice.share;
  }
  return anyOf(choices);
}

/** Something that somebody writes. */
export const newText = textsOf(random, () => "star");

/** What somebody looks for: a word, or its beginning. */
export function newQuestion(): string {
  const word = anyOf(newText().split(/\s+/));
  return upTo(2) === 0 ? word : word.slice(0, 2 + upTo(4));
}
