import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { type Viewer, viewerColumns } from "../../src/domain/people.ts";
import { engines } from "../../src/search/choose.ts";
import type { Order } from "../../src/search/engine.ts";
import { searchPosts } from "../../src/search/search.ts";

/** What is typed in the world's languages: frequent words, rare ones, several, phrases, operators. */
const TYPED = [
  ...["the", "coffee", "library", "harbour", "kettle", "the coffee", "quiet morning", "tomorrow rain"],
  ...["mañana", "café", "corazón", "pingüino", "Fahrrad", "Donaudampfschifffahrt", "aujourd'hui", "кофе"],
  ...["東京", "今日", "วันนี้", "오늘", "bota", "sela", "ko", "zilwen", "lantern ferry", "the pingüino"],
];
const ASKED = [
  ...[
    '"the morning"',
    '"good coffee"',
    "coffee -the",
    "the -a -to",
    "has:link",
    "has:link coffee",
    "-has:link",
  ],
  ...[
    "from:@star",
    "from:@star coffee",
    "from:@quiet",
    "in:home",
    "in:home coffee",
    "in:home has:link kettle",
  ],
  ...[
    "the before:2026-06-01",
    "kettle after:2026-10-01",
    "lang:es",
    "from:@star has:link -coffee",
    "kettle orchard",
  ],
  ...[
    "pingüino kettle",
    "the de",
    "und it",
    "nothingatall",
    "example.org",
    "#bota",
    "@star",
    '"of the train"',
  ],
];

/** So often each question is asked. */
const TIMES = 5;

interface Asked {
  text: string;
  typing: boolean;
  order: Order;
}

/**
 * A table of how long pages of results took, in milliseconds. The quickest of a question's answers is what it costs on a
 * machine that does nothing else; the others tell of its neighbours too.
 */
export async function measureSearch(posts: number): Promise<string> {
  const readers = await Promise.all(["reader52", "reader1994"].map(readerOf));
  const asked = (texts: string[], order: Order, typing = false): Asked[] =>
    texts.map((text) => ({ text, typing, order }));
  const kinds = {
    "while typing, best first": asked(TYPED.flatMap(beginnings), "relevance", true),
    "words, best first": asked(TYPED, "relevance"),
    "words, newest first": asked(TYPED, "newest"),
    "operators, best first": asked(ASKED, "relevance"),
    "operators, newest first": asked(ASKED, "newest"),
  };
  const lines = [
    `${posts.toLocaleString("en")} posts, ${engines.elasticsearch?.engine.name ?? "mysql"}`,
    "kind | questions | median | p95 | quickest of five: median | p95 | longest | the slowest",
  ];
  for (const [kind, questions] of Object.entries(kinds)) {
    const all: number[] = [];
    const quickest: [ms: number, text: string][] = [];
    for (const question of questions) {
      const took: number[] = [];
      for (let n = 0; n < TIMES; n++) took.push(await timed(question, readers[n % readers.length] ?? null));
      all.push(...took);
      quickest.push([Math.min(...took), question.text]);
    }
    quickest.sort((a, b) => a[0] - b[0]);
    const least = quickest.map(([ms]) => ms);
    const figures = [at(all, 0.5), at(all, 0.95), at(least, 0.5), at(least, 0.95), at(least, 1)];
    const slowest = quickest.slice(-5).map(([ms, text]) => `${text} ${ms.toFixed(0)}`);
    lines.push(
      [kind, questions.length, ...figures.map((ms) => ms.toFixed(1)), slowest.join(", ")].join(" | "),
    );
  }
  return lines.join("\n");
}

async function timed({ text, ...how }: Asked, reader: Viewer | null): Promise<number> {
  const began = performance.now();
  const { degraded } = await searchPosts(reader, text, { ...how, cursor: null });
  if (degraded) console.log(`answered by the database: ${text}`);
  return performance.now() - began;
}

function at(times: number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** `cof`, `coff`, `coffee`: what is sent while one types and pauses. */
const beginnings = (text: string): string[] =>
  [1, 2, 3, 5, text.length].map((end) => [...text].slice(0, end).join(""));

async function readerOf(username: string): Promise<Viewer | null> {
  const [reader] = await db.select(viewerColumns).from(users).where(eq(users.username, username));
  return reader ?? null;
}
