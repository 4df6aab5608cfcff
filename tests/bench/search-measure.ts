import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { randomFrom } from "../../db/world/random.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { engines } from "../../src/search/choose.ts";
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

const TIMES = 20;

/** A table of how long pages of results took, in milliseconds: searched for one after the other, in a mixed order. */
export async function measureSearch(posts: number): Promise<string> {
  const readers = await Promise.all(["reader52", "reader1994", "reader5000"].map(readerOf));
  const kinds = {
    "while typing, best first": TYPED.flatMap(beginnings).map((text) => ({
      text,
      typing: true,
      order: "relevance" as const,
    })),
    "words, best first": TYPED.map((text) => ({ text, typing: false, order: "relevance" as const })),
    "words, newest first": TYPED.map((text) => ({ text, typing: false, order: "newest" as const })),
    "operators, best first": ASKED.map((text) => ({ text, typing: false, order: "relevance" as const })),
    "operators, newest first": ASKED.map((text) => ({ text, typing: false, order: "newest" as const })),
  };
  const random = randomFrom(11);
  const engine = engines.elasticsearch?.engine.name ?? "mysql";
  const lines = [
    `${posts.toLocaleString("en")} posts, ${engine}`,
    "kind | searches | median | p95 | longest | which",
  ];
  for (const [kind, questions] of Object.entries(kinds)) {
    const took: { ms: number; text: string }[] = [];
    const total = Math.max(400, questions.length * TIMES);
    for (let n = -50; n < total; n++) {
      const { text, ...how } = questions[Math.floor(random() * questions.length)] ?? {
        text: "",
        typing: false,
        order: "newest",
      };
      const reader = readers[Math.floor(random() * readers.length)] ?? null;
      const began = performance.now();
      const { degraded } = await searchPosts(reader, text, { ...how, cursor: null });
      if (n >= 0)
        took.push({ ms: performance.now() - began, text: degraded ? `${text} (by the database)` : text });
    }
    took.sort((a, b) => a.ms - b.ms);
    const at = (part: number) =>
      took[Math.min(took.length - 1, Math.floor(took.length * part))]?.ms.toFixed(1);
    const slowest = [...new Set(took.slice(-Math.ceil(took.length / 20)).map(({ text }) => text))]
      .slice(-6)
      .join(", ");
    lines.push(`${kind} | ${took.length} | ${at(0.5)} | ${at(0.95)} | ${at(1)} | ${slowest}`);
  }
  return lines.join("\n");
}

/** `cof`, `coff`, `coffee`: what is sent while one types and pauses. */
const beginnings = (text: string): string[] =>
  [1, 2, 3, 5, text.length].map((end) => [...text].slice(0, end).join(""));

async function readerOf(username: string): Promise<Viewer | null> {
  const { id, name, locale, theme, admin, lastSeenAt } = users;
  const [reader] = await db
    .select({ id, username: users.username, name, locale, theme, admin, lastSeenAt })
    .from(users)
    .where(eq(users.username, username));
  return reader ?? null;
}
