import { beforeEach, describe, expect, spyOn, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts, searchPosts, searchTerms, settings, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { signUp } from "../../src/domain/accounts.ts";
import { block } from "../../src/domain/blocks.ts";
import { follow } from "../../src/domain/follows.ts";
import { mute } from "../../src/domain/hidings.ts";
import type { PersonRef } from "../../src/domain/people.ts";
import { deletePost, edit, findOwnPost, publish } from "../../src/domain/posts.ts";
import { saveProfile } from "../../src/domain/profile.ts";
import { scheduleFilling } from "../../src/jobs/handlers.ts";
import { enqueue } from "../../src/jobs/queue.ts";
import { log } from "../../src/log.ts";
import { backfill, backfillAgain, isFilled } from "../../src/search/backfill.ts";
import { type PeopleCursor, readPeopleCursor, writePeopleCursor } from "../../src/search/cursor.ts";
import type { Cursor, Order } from "../../src/search/engine.ts";
import { fillIndex } from "../../src/search/fill-index.ts";
import { searchPeople, suggestPeople } from "../../src/search/people.ts";
import { searchPosts as search } from "../../src/search/search.ts";
import { wroteEarlier } from "../support/earlier-posts.ts";
import { indexPeople, runJobs } from "../support/jobs.ts";
import { bodies } from "../support/pages.ts";
import { PASSWORD, people, person } from "../support/people.ts";

let cast: Awaited<ReturnType<typeof people>>;
beforeEach(async () => {
  cast = await people();
});

const newest = { order: "newest", cursor: null } as const;
const found = async (text: string) => bodies((await search(cast.ada, text, newest)).items);

async function wrote(author: PersonRef, ...texts: string[]) {
  const ids: number[] = [];
  for (const body of texts) ids.push(await publish(author, { body, language: "en" }));
  await runJobs();
  return ids;
}

describe("the index follows what people do", () => {
  test("publishing, editing, deleting", async () => {
    const { ada } = cast;
    const [id = 0] = await wrote(ada, "a samovar");
    expect(await found("samovar")).toEqual(["a samovar"]);

    const post = await findOwnPost(id, ada);
    if (post) await edit(ada, post, { body: "a kettle" });
    await runJobs();
    expect(await found("samovar")).toEqual([]);
    expect(await found("kettle lang:en")).toEqual(["a kettle"]);

    await deletePost(ada, id);
    await runJobs();
    expect(await found("kettle")).toEqual([]);
    expect(await db.$count(searchTerms)).toBe(0);
  });

  test("a deletion that overtakes the publishing leaves nothing behind", async () => {
    const id = await publish(cast.ada, { body: "a samovar" });
    await deletePost(cast.ada, id);
    await transact((tx) => enqueue(tx, "index-post", { postId: id }));
    await runJobs();
    expect(await db.$count(searchTerms)).toBe(0);
  });

  test("registering and another name", async () => {
    const made = await signUp({ username: "mary", email: null, password: PASSWORD, name: "Mary Shelley" });
    await runJobs();
    expect(await suggestPeople(null, "shel", 5)).toMatchObject([{ username: "mary" }]);

    const mary = { ...cast.ada, id: "id" in made ? made.id : 0, username: "mary" };
    await saveProfile(mary, { username: "mary_g", name: "Mary Godwin", about: "" });
    await runJobs();
    expect(await suggestPeople(null, "shel", 5)).toEqual([]);
    expect(await suggestPeople(null, "mary_g", 5)).toMatchObject([{ name: "Mary Godwin" }]);
    await wrote(mary, "a monster");
    expect(await found("from:@mary monster")).toEqual(["a monster"]); // the former name leads on
  });

  test("what was there before the index is filled in, once, from where it stopped", async () => {
    await wroteEarlier(cast.ada, 250);
    let batches = 0;
    const interrupted = backfill(async () => {
      if (++batches === 3) throw new Error("stopped");
    });
    await expect(interrupted).rejects.toThrow("stopped");
    expect(await isFilled()).toBe(false);
    const half = await db.$count(searchPosts);
    expect(half).toBeWithin(100, 250);

    await backfill();

    expect(await isFilled()).toBe(true);
    expect(await db.$count(searchPosts)).toBe(250);
    expect(await found("from:ada 250")).toEqual(["250"]);
    expect(await suggestPeople(null, "love", 5)).toMatchObject([{ username: "ada" }]);
    expect(await db.$count(settings)).toBe(1);
  });

  test("the job that fills it in tells how far it is, and keeps its lease after each batch", async () => {
    await wroteEarlier(cast.ada, 250);
    using info = spyOn(log, "info");
    let batches = 0;
    await fillIndex(async () => void batches++, 0);
    expect(info.mock.calls).toContainEqual([
      { kind: "posts", done: 200, total: 250 },
      "filling the search index",
    ] as never);
    expect(info.mock.calls.at(-1)).toEqual([
      { posts: 250, people: 3 },
      "the search index is filled",
    ] as never);
    expect(batches).toBe(4);
  });

  test("what an older version indexed is filled in anew", async () => {
    const [id = 0] = await wrote(cast.ada, "see example.com");
    await db.update(searchPosts).set({ words: sql`replace(${searchPosts.words}, ' =link', '')` });
    await db.delete(searchTerms).where(eq(searchTerms.term, "=link"));
    await db.insert(settings).values({ key: "search-filled", value: "done" });
    expect(await found("has:link")).toEqual([]);

    expect(await isFilled()).toBe(false);
    await scheduleFilling();
    await runJobs();

    expect(await isFilled()).toBe(true);
    expect(await found("has:link")).toEqual(["see example.com"]);
    expect(await db.$count(searchTerms, eq(searchTerms.id, id))).toBe(6);
  });
});

describe("what words weigh", () => {
  const weights = async () => {
    const rows = await db.select().from(searchTerms).where(eq(searchTerms.term, "kettle"));
    return rows.sort((a, b) => a.id - b.id).map(({ weight }) => weight);
  };

  test("more the more often they stand in how short a text, and by an edited text what they weigh there", async () => {
    const { ada } = cast;
    const [, , id = 0] = await wrote(
      ada,
      "kettle kettle",
      "a kettle",
      `a kettle, ${"and so much else ".repeat(9)}`,
    );
    const [twice = 0, once = 0, far = 0] = await weights();
    expect([twice > once, once > far, far > 0, twice < 256]).toEqual([true, true, true, true]);

    const post = await findOwnPost(id, ada);
    if (post) await edit(ada, post, { body: "a kettle" });
    await runJobs();
    expect(await weights()).toEqual([twice, once, once]);
  });

  test("is added to what was kept without, when it is filled anew", async () => {
    await wrote(cast.ada, "a kettle", "kettle kettle");
    const before = await weights();
    await db.update(searchTerms).set({ weight: 0 });
    expect(await found("kettle")).toEqual(["kettle kettle", "a kettle"]);
    await backfillAgain();
    expect(await weights()).toEqual(before);
  });
});

describe("a page", () => {
  async function toTheEnd(order: Order) {
    const pages: string[][] = [];
    for (let cursor: Cursor | null = null; ; ) {
      const page = await search(cast.ada, "kettle", { order, cursor });
      pages.push(bodies(page.items));
      if (page.next === null) return pages;
      cursor = page.next;
    }
  }

  test.each(["newest", "relevance"] as const)(
    "of %s is full though many hits are gone, and shows none of those",
    async (order) => {
      const ids = await wrote(cast.grace, ...Array.from({ length: 130 }, (_, n) => `kettle ${n}`));
      const gone = new Set(ids.filter((_, n) => n % 3 !== 0));
      for (const id of gone) await db.delete(posts).where(eq(posts.id, id)); // and the index does not know yet
      const pages = await toTheEnd(order);
      expect(pages.map((page) => page.length)).toEqual([20, 20, 4]);
      const kept = ids.map((_, n) => `kettle ${n}`).filter((_, n) => n % 3 === 0);
      expect(pages.flat().sort()).toEqual(kept.sort());
    },
  );

  test("says where the words stand", async () => {
    await wrote(cast.ada, "Red <b>café</b>, redder, RED #red_wine 東京タワー");
    const marked = async (text: string, typing = false) => {
      const { items } = await search(cast.ada, text, { ...newest, typing });
      return items.map(({ body, marks }) => marks.map(([start, end]) => body.slice(start, end)));
    };
    expect(await marked("red")).toEqual([["Red", "RED", "red"]]);
    expect(await marked("cafe")).toEqual([["café"]]);
    expect(await marked("red", true)).toEqual([["Red", "redder", "RED", "red"]]);
    expect(await marked('"b redder" 東京')).toEqual([["b>, redder", "東京"]]);
    expect(await marked("#red_wine")).toEqual([["#red_wine"]]);
    expect(await marked("京タ")).toEqual([["京タ"]]);
    expect(await marked("東")).toEqual([["東"]]);
    expect(await marked("from:me -green")).toEqual([[]]);
  });

  test("of someone who no longer wants to know is not looked for", async () => {
    const asked = search(cast.ada, "kettle", { ...newest, signal: AbortSignal.abort() });
    await expect(asked).rejects.toThrow();
  });
});

describe("people", () => {
  test("whom one follows come first, then those whom most follow; nobody who is hidden", async () => {
    const { ada, grace, linus } = cast;
    const gloria = await person("gloria", "Gloria Swanson");
    const gina = await person("gina", "Gína Lollobrigida");
    const ghost = await person("ghost", "Ghost");
    await indexPeople([grace, gloria, gina, ghost]);
    await follow(linus, gina);
    await follow(grace, gina);
    await follow(linus, ghost);
    await follow(ada, gloria);
    await runJobs();
    await db.update(users).set({ hidden: true }).where(eq(users.id, ghost.id));

    const list = async (viewer: typeof ada | null, text: string) => (await searchPeople(viewer, text)).items;
    const names = async (viewer: typeof ada | null, text: string) =>
      (await list(viewer, text)).map((each) => each.username);
    expect(await names(ada, "g")).toEqual(["gloria", "gina", "grace"]);
    expect(await names(null, "g")).toEqual(["gina", "gloria", "grace"]);
    expect(await names(ada, "lollo")).toEqual(["gina"]);
    expect(await names(ada, "ghost")).toEqual([]);
    expect((await list(ada, "gloria"))[0]?.followed).toBe(true);
  });

  test("page by page each comes once, though people follow, leave and arrive meanwhile", async () => {
    const { ada, grace, linus } = cast;
    const crowd: PersonRef[] = [];
    for (let n = 0; n < 50; n++) crowd.push(await person(`crowd_${n}`));
    const [first, second, third] = crowd.slice(30) as [PersonRef, PersonRef, PersonRef];
    for (const one of [first, second, third]) await follow(ada, one);
    await follow(linus, second);
    for (const one of crowd.slice(0, 40)) await follow(grace, one);
    await block(crowd[9] as PersonRef, ada);
    await mute(ada, crowd[10] as PersonRef);
    await db
      .update(users)
      .set({ hidden: true })
      .where(eq(users.id, crowd[11]?.id ?? 0));
    await backfillAgain();

    const pages: string[][] = [];
    for (let cursor: PeopleCursor | null = null; ; ) {
      const { items, next } = await searchPeople(ada, "crowd", { cursor });
      pages.push(items.map(({ username }) => username));
      if (next === null) break;
      cursor = readPeopleCursor(writePeopleCursor(next));
      await follow(ada, items[5] as PersonRef);
      await follow(ada, crowd[49 - pages.length] as PersonRef); // who comes on the last page
      await person(`crowd_late_${pages.length}`);
      await backfillAgain();
    }

    expect(pages.map((page) => page.length)).toEqual([20, 20, 8]);
    expect(pages[0]?.slice(0, 3)).toEqual([second.username, first.username, third.username]);
    const seen = crowd.filter((_, n) => n !== 9 && n !== 11).map(({ username }) => username);
    expect(pages.flat().sort()).toEqual(seen.sort());
  });
});
