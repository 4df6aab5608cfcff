import { below, oneOf, oneOfTheFirst, type Random, skewed } from "./random.ts";
import { EMOJI, LANGUAGES, type Language } from "./words.ts";

/** Room for a last word, a link and an emoji below the 500 characters that a post may have. */
const LONGEST = 400;

const RARE_WORDS = 20_000;

/**
 * What is written in a microblog: three in ten texts of a few words, half of a sentence or two, two in ten of several
 * sentences; links, mentions, emoji and paragraphs here and there; in eleven languages and eight scripts.
 * `someone` gives user names to mention.
 */
export function textsOf(random: Random, someone: () => string): () => string {
  return () => {
    const language = languageOf(below(random, 100));
    const text = sentences(random, language, wordCount(random));
    return text + flourish(random, someone);
  };
}

function wordCount(random: Random): number {
  const kind = random();
  if (kind < 0.3) return 1 + below(random, 8);
  if (kind < 0.8) return 8 + below(random, 18);
  return 25 + below(random, 45);
}

function languageOf(percent: number): Language {
  let end = 0;
  for (const language of LANGUAGES) {
    end += language.share;
    if (percent < end) return language;
  }
  throw new Error("The shares of the languages are less than a hundred.");
}

function sentences(random: Random, language: Language, words: number): string {
  let text = "";
  let before = "";
  let starts = true;
  for (let left = words; left > 0 && text.length < LONGEST; left--) {
    const word = wordOf(random, language);
    text += before + (starts ? word.charAt(0).toUpperCase() + word.slice(1) : word);
    starts = left > 1 && random() < 0.1;
    before = language.space;
    if (!starts) continue;
    text += oneOf(random, language.stops).trimEnd();
    before = random() < 0.15 ? "\n\n" : " ";
  }
  return words < 4 ? text : text + oneOf(random, language.stops).trimEnd();
}

/** Most words are frequent ones; for the search there are thousands that few texts have. */
function wordOf(random: Random, { words, latin }: Language): string {
  return latin && random() < 0.08 ? rareWord(random) : oneOfTheFirst(random, words);
}

function flourish(random: Random, someone: () => string): string {
  const kind = random();
  if (kind < 0.12) return ` https://example.org/${rareWord(random)}/${below(random, 1e6)}`;
  if (kind < 0.2) return ` @${someone()}`;
  if (kind < 0.3) return ` ${oneOf(random, EMOJI)}`;
  if (kind < 0.34) return ` #${rareWord(random)}`;
  return "";
}

const rank = skewed(RARE_WORDS);

/** A word that nobody has heard: each rank has its own, of two to four syllables. */
function rareWord(random: Random): string {
  let word = "";
  for (let left = (1 + rank(random)) * SCATTER; left > 0; left = Math.floor(left / SYLLABLES)) {
    const syllable = left % SYLLABLES;
    word += `${CONSONANTS[syllable % CONSONANTS.length]}${VOWELS[Math.floor(syllable / CONSONANTS.length)]}`;
  }
  return word;
}

const CONSONANTS = "bcdfghjklmnprstvwz";
const VOWELS = ["a", "e", "i", "o", "u", "ar", "en", "il", "ou", "ea"];
const SYLLABLES = CONSONANTS.length * VOWELS.length;

/** Neighbours in rank do not look alike. */
const SCATTER = 7919;
