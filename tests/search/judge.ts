import { below, oneOf, type Random, randomFrom } from "../../db/world/random.ts";
import type { PostDocument } from "../../src/search/engine.ts";

/*
 * Questions made of the posts' own words, and what answers them as `LIKE` on a folded copy of the texts would say: words
 * at their boundaries, scripts without spaces anywhere. Folding and cutting are done here by other means than in `src`.
 */

export interface Judged extends PostDocument {
  author: string;
  followed: boolean;
  linked: boolean;
  /** `2026-10-01` */
  day: string;
}

export interface Question {
  typed: string;
  typing: boolean;
  answeredBy(post: Judged): boolean;
}

// No accents of other scripts, with which Thai is written as well.
const UNSPACED = "(?![\\u0300-\\u036F])[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}]";
const PARTS = new RegExp(
  `(?<run>(?:(?=${UNSPACED})[\\p{L}\\p{M}\\p{N}])+)|(?:(?!${UNSPACED})[\\p{L}\\p{M}\\p{N}]\\p{Cf}*)+`,
  "gu",
);
const SIGNS = /(?<=[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}]\p{M}*)\p{Mn}/gu;
const STROKED: Record<string, string> = { Ł: "L", Đ: "D", Ø: "O", Æ: "AE", Œ: "OE", Þ: "TH", Ð: "D" };

/** Without case, accents, width and what stretches or joins letters. By way of capitals: ß is SS, ı is I, ς is Σ. */
const plain = (text: string) =>
  bare(bare(text).toUpperCase())
    .replace(/[ŁĐØÆŒÞÐ]/g, (letter) => STROKED[letter] ?? letter)
    .replace(/\p{Cf}|\u0640/gu, "")
    .normalize("NFC");
const bare = (text: string) => text.normalize("NFKD").replace(SIGNS, "");

/** Its words between spaces, each run of a script without spaces being a single `□`. */
const wordsOf = (body: string) =>
  ` ${[...body.matchAll(PARTS)].map(({ 0: part, groups }) => (groups?.run ? "□" : plain(part))).join(" ")} `;

const like = (post: Judged, words: string) => wordsOf(post.body).includes(words);
const likeRun = (post: Judged, run: string) => post.body.normalize("NFKC").includes(run);

/** What one thing that is asked for looks like, and whether a post has it. */
type Part = Pick<Question, "typed" | "answeredBy">;

/** `many` questions, the same ones for the same seed. `quoted`: no word stands alone, where it may have other forms. */
export function questionsOf(
  posts: [Judged, ...Judged[]],
  { seed, many, quoted }: { seed: number; many: number; quoted: boolean },
): Question[] {
  const random = randomFrom(seed);
  return Array.from({ length: many }, () => {
    const from = oneOf(random, posts);
    const count = 1 + below(random, 3);
    const typing = random() < 0.2;
    const parts = Array.from({ length: count }, () => aPart(random, from, { posts, quoted })).filter(
      onlyOnce,
    );
    if (typing) parts.push(beginning(random, from));
    return {
      typed: parts.map(({ typed }) => typed).join(" "),
      typing,
      answeredBy: (post) => parts.every((part) => part.answeredBy(post)),
    };
  });
}

interface Scene {
  posts: [Judged, ...Judged[]];
  quoted: boolean;
}

function aPart(random: Random, from: Judged, { posts, quoted }: Scene): Part {
  const kind = random();
  if (kind < 0.5) return words(random, from, quoted ? 0 : 0.6);
  if (kind < 0.65) return not(words(random, oneOf(random, posts), 0.6));
  const about = kind < 0.85 ? operator(random, from) : operator(random, oneOf(random, posts));
  return random() < 0.3 ? not(about) : about;
}

/** Of two languages or people either one would do: that is for the contract. */
const onlyOnce = ({ typed }: Part, n: number, all: Part[]) =>
  all.findIndex((part) => /^(from|lang):/.exec(part.typed)?.[1] === /^(from|lang):/.exec(typed)?.[1]) === n ||
  !/^(from|lang):/.test(typed);

const not = ({ typed, answeredBy }: Part): Part => ({
  typed: `-${typed}`,
  answeredBy: (post) => !answeredBy(post),
});

/** A word, neighbouring words as a phrase, or a part of a run, in other letters than the post has. */
function words(random: Random, { body }: Judged, alone: number): Part {
  const parts = [...body.matchAll(PARTS)];
  const at = below(random, parts.length);
  const first = parts[at];
  if (first?.groups?.run) {
    const letters = [...first[0].normalize("NFKC")];
    const start = below(random, letters.length);
    const run = letters.slice(start, start + 1 + below(random, 6)).join("");
    return { typed: random() < 0.3 ? run.normalize("NFD") : run, answeredBy: (post) => likeRun(post, run) };
  }
  const last = random() < alone ? at : at + below(random, 3);
  const rest = parts.slice(at, last + 1);
  const phrase = rest.slice(0, rest.findIndex(({ groups }) => groups?.run) >>> 0).map(([word]) => word);
  const answeredBy = (post: Judged) => like(post, ` ${phrase.map(plain).join(" ")} `);
  const typed = disguised(random, phrase.join(" "));
  return { typed: last === at && alone > 0 ? typed : `"${typed}"`, answeredBy };
}

/** The beginning of a word, as it is being typed. */
function beginning(random: Random, { body }: Judged): Part {
  const spaced = [...body.matchAll(PARTS)].filter(({ groups }) => !groups?.run).map(([word]) => plain(word));
  const word = spaced[below(random, spaced.length)] ?? "THE";
  const begun = [...word].slice(0, 1 + below(random, [...word].length)).join("");
  return { typed: begun.toLowerCase(), answeredBy: (post) => like(post, ` ${begun}`) };
}

function disguised(random: Random, text: string): string {
  const how = [
    (some: string) => some.toUpperCase(),
    (some: string) => some.toLowerCase(),
    (some: string) => some.normalize("NFD"),
    (some: string) => some.normalize("NFD").replace(SIGNS, ""),
    (some: string) => some.normalize("NFKC"),
    (some: string) => some,
  ] as const;
  return oneOf(random, how)(text);
}

function operator(random: Random, { author, language, day }: Judged): Part {
  const tongue = language?.split("-")[0] ?? "de";
  const choices: [Part, ...Part[]] = [
    { typed: `from:@${author}`, answeredBy: (post) => post.author === author },
    { typed: `lang:${tongue}`, answeredBy: (post) => post.language?.split("-")[0] === tongue },
    { typed: "has:link", answeredBy: (post) => post.linked },
    { typed: "in:home", answeredBy: (post) => post.followed },
    { typed: `before:${day}`, answeredBy: (post) => post.day < day },
    { typed: `after:${day}`, answeredBy: (post) => post.day > day },
  ];
  return oneOf(random, choices);
}
