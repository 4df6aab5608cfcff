/*
 * Among 100,000 posts no search goes through more rows than its bounds say, on MariaDB and on MySQL: what counts is what
 * the engine says about the rows and index entries it read.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { homeReaders, peopleTerms, searchPeople, searchPosts, searchTerms } from "../../db/schema.ts";
import { readCursor, writeCursor } from "../../src/search/cursor.ts";
import type { Cursor, Order } from "../../src/search/engine.ts";
import { suggestPeople } from "../../src/search/people.ts";
import { searchPosts as search } from "../../src/search/search.ts";
import { endOfTheWorld, idOfPost, POSTS, world } from "../support/world.ts";

setDefaultTimeout(120_000);

let there: Awaited<ReturnType<typeof world>>;

/** The oldest post has "tenth" and "other" side by side, and is the only one. */
const BOTH = 10;

/** Every post has "post" and its number; every 10th "tenth", every 10th but another "other", every 5,000th "rare". */
beforeAll(async () => {
  there = await world(2000);
  await empty();
  const tables = { searchTerms, searchPosts };
  const posts = sql`select id, round(id / ${idOfPost(1)}) as n, author_id from posts`;
  const words = [
    sql`select 'post' as term, id from posts`,
    sql`select concat('number', n), id from (${posts}) as p`,
    sql`select concat('=from:', author_id), id from posts`,
    sql`select 'tenth', id from (${posts}) as p where n % 10 = 0`,
    sql`select 'other', id from (${posts}) as p where n % 10 = 1 or n = ${BOTH}`,
    sql`select 'rare', id from (${posts}) as p where n % 5000 = 0`,
  ];
  for (const each of words) await run(sql`insert into ${tables.searchTerms} (term, id) ${each}`);
  await run(sql`insert into ${tables.searchPosts} (id, revision, words)
    select id, 1, concat(' post number', n, if(n % 10 = 0, ' tenth', ''), if(n % 10 = 1 or n = ${BOTH}, ' other', ''),
      if(n % 5000 = 0, ' rare', ''), ' | =from:', author_id, ' ') from (${posts}) as p`);
  await run(sql`insert into ${searchPeople} (id, revision, words)
    select id, 1, concat(' person ', id, ' | @', username, ' ') from users`);
  await run(sql`insert into ${peopleTerms} (term, id) select 'person', id from users`);
  await run(sql`analyze table ${searchTerms}, ${searchPosts}, ${searchPeople}, ${peopleTerms}`);
});

afterAll(async () => {
  await empty();
  await endOfTheWorld();
});

const empty = async () => {
  for (const table of [searchTerms, searchPosts, searchPeople, peopleTerms])
    await run(sql`truncate table ${table}`);
};

async function run(statement: ReturnType<typeof sql>) {
  const { transaction } = await import("../support/transaction.ts");
  await using builder = await transaction(); // without the deadline that the app's statements have
  await builder.tx.execute(statement);
  await builder.commit();
}

/** A page: samples, one window of rows with their lines, the posts. Ranking looks at four times as many. */
const PAGE = 3000;
const RANKED = 8000;

/** What hardly any post answers: all steps that there may be, and once more where that took no 10 ms. */
const BOUND = 45_000;

const questions: [asked: string, order: Order, typing: boolean, most: number][] = [
  ["post", "newest", false, PAGE],
  ["post", "relevance", false, RANKED],
  ["post number77777", "newest", false, PAGE],
  ["post rare", "relevance", false, PAGE],
  ["tenth post", "newest", false, PAGE],
  ["tenth post", "relevance", false, RANKED],
  ['"post number50000 tenth"', "relevance", false, PAGE],
  ["tenth -post", "newest", false, BOUND],
  ["tenth other", "newest", false, BOUND],
  ["tenth other", "relevance", false, BOUND],
  ['"post other"', "newest", false, BOUND],
  ['"post other"', "relevance", false, BOUND],
  ['"tenth post"', "relevance", false, BOUND],
  ["post", "relevance", true, PAGE],
  ["post tenth", "relevance", true, RANKED],
  ["po", "relevance", true, 15_000],
  ["numb", "newest", true, 15_000],
  ["number777", "relevance", true, PAGE],
  ["rar", "relevance", true, PAGE],
  ["-tenth", "newest", false, PAGE],
  ["from:person_1", "newest", false, PAGE],
  ["from:person_2000", "newest", false, PAGE],
  ["from:person_1 rare", "relevance", false, PAGE],
  ["in:home", "newest", false, PAGE],
  ["in:home tenth", "newest", false, PAGE],
  ["in:home post", "relevance", false, PAGE],
  ["nothingness", "relevance", false, PAGE],
];

test.each(questions)("%s, by %s (typing: %p): at most %i reads", async (asked, order, typing, most) => {
  const read = await rowsRead(() => search(there.reader, asked, { order, typing, cursor: null }));
  expect(read).toBeWithin(1, most);
});

test("a page deep down reads no more than the first", async () => {
  const cursor = { below: idOfPost(POSTS / 10) };
  const read = await rowsRead(() => search(there.reader, "post tenth", { order: "newest", cursor }));
  expect(read).toBeWithin(1, PAGE);
});

test("someone who follows a thousand and has no home timeline: a frequent word", async () => {
  await db.delete(homeReaders).where(eq(homeReaders.readerId, there.reader.id));
  for (const [order, most] of [
    ["newest", 6000],
    ["relevance", 30_000],
  ] as const) {
    const read = await rowsRead(() => search(there.reader, "in:home tenth", { order, cursor: null }));
    expect(read).toBeWithin(1, most);
  }
});

test.each(["newest", "relevance"] as const)(
  "two words that seldom meet are found by going on, by %s",
  async (order) => {
    const found: string[] = [];
    for (let cursor: Cursor | null = null, pages = 1; ; pages++) {
      const { items, next } = await search(there.reader, "tenth other", { order, cursor });
      found.push(...items.map(({ body }) => body));
      if (next === null) break;
      expect(pages).toBeLessThan(10);
      cursor = readCursor(writeCursor(next));
      expect(cursor).toEqual(next);
    }
    expect(found).toEqual([`Post ${BOTH}`]);
  },
);

test("people whose names all begin alike", async () => {
  expect(await rowsRead(() => suggestPeople(there.reader, "per", 5))).toBeWithin(1, 16_000);
  expect(await rowsRead(() => suggestPeople(null, "person_1", 5))).toBeWithin(1, 16_000);
});

/** How many rows and index entries were gone through, on whichever connections of the pool. */
async function rowsRead(work: () => Promise<unknown>): Promise<number> {
  const before = await reads();
  await work();
  return (await reads()) - before;
}

async function reads(): Promise<number> {
  const [rows] = await db.execute(sql`show global status like 'Handler_read%'`);
  return (rows as unknown as { Value: string }[]).reduce((sum, { Value }) => sum + Number(Value), 0);
}
