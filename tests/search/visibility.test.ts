/* Who may not be seen is not found, and a page is none the shorter for it. */
import { beforeAll, expect, test } from "bun:test";
import { block } from "../../src/domain/blocks.ts";
import { mute } from "../../src/domain/hidings.ts";
import { sendAway } from "../../src/domain/leaving.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { suspend } from "../../src/domain/suspension.ts";
import type { PeopleCursor } from "../../src/search/cursor.ts";
import type { Cursor, Order } from "../../src/search/engine.ts";
import { searchPeople } from "../../src/search/people.ts";
import { searchPosts } from "../../src/search/search.ts";
import { indexPeople, runJobs } from "../support/jobs.ts";
import { people, person } from "../support/people.ts";

const ORIGIN = { address: "127.0.0.1", userAgent: "Test" };
const WRITERS = ["plain", "blocked", "blocking", "muted", "suspended", "leaving"];
const EACH = 22;

let ada: Viewer;
let grace: Viewer;
let writers: Map<string, Viewer>;

/** Everybody wrote of kettles before anything came between them, and the index knows it all. */
beforeAll(async () => {
  ({ ada, grace } = await people());
  writers = new Map();
  for (const name of WRITERS) writers.set(name, await person(`kettle_${name}`));
  for (let n = 0; n < EACH; n++)
    for (const [name, writer] of writers) await publish(writer, { body: `kettle ${n} of ${name}` });
  await indexPeople([...writers.values()]);
  await runJobs();
  const { blocked, blocking, muted, suspended, leaving } = Object.fromEntries(writers) as Record<
    string,
    Viewer
  >;
  if (!blocked || !blocking || !muted || !suspended || !leaving) return expect.unreachable();
  await block(ada, blocked);
  await block(blocking, ada);
  await mute(ada, muted);
  await suspend(suspended.id, "spam", ORIGIN);
  await sendAway(leaving.id, ORIGIN);
});

async function found(viewer: Viewer | null, order: Order) {
  const pages: string[][] = [];
  for (let cursor: Cursor | null = null; ; ) {
    const page = await searchPosts(viewer, "kettle", { order, cursor });
    pages.push(page.items.map(({ author }) => author.username.replace("kettle_", "")));
    if (page.next === null) return pages;
    cursor = page.next;
  }
}

async function foundPeople(viewer: Viewer | null) {
  const names: string[] = [];
  for (let cursor: PeopleCursor | null = null; ; ) {
    const page = await searchPeople(viewer, "kettle", { cursor, limit: 2 });
    names.push(...page.items.map(({ username }) => username.replace("kettle_", "")));
    if (page.next === null) return names.sort();
    expect(page.items).toHaveLength(2);
    cursor = page.next;
  }
}

/** Muting is for timelines: whoever searches finds the muted. A block hides both from each other, from nobody else. */
const seen: [whose: string, () => Viewer | null, authors: string[]][] = [
  ["ada", () => ada, ["muted", "plain"]],
  ["grace", () => grace, ["blocked", "blocking", "muted", "plain"]],
  ["somebody unknown", () => null, ["blocked", "blocking", "muted", "plain"]],
  ["the blocked", () => writers.get("blocked") ?? null, ["blocked", "blocking", "muted", "plain"]],
  [
    "the suspended",
    () => writers.get("suspended") ?? null,
    ["blocked", "blocking", "muted", "plain", "suspended"],
  ],
];

test.each(seen)("%s finds whom they may see, on full pages", async (_, viewer, authors) => {
  for (const order of ["newest", "relevance"] as const) {
    const pages = await found(viewer(), order);
    const all = authors.length * EACH;
    expect(pages.map((page) => page.length)).toEqual(
      Array.from({ length: Math.ceil(all / 20) }, (_, n) => Math.min(20, all - 20 * n)),
    );
    expect([...new Set(pages.flat())].sort()).toEqual(authors);
  }
  expect(await foundPeople(viewer())).toEqual(authors);
});
