import { beforeEach, describe, expect, spyOn, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts, searchPosts, searchTerms, settings, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { signUp } from "../../src/domain/accounts.ts";
import { follow } from "../../src/domain/follows.ts";
import type { PersonRef } from "../../src/domain/people.ts";
import { deletePost, edit, findOwnPost, publish } from "../../src/domain/posts.ts";
import { saveProfile } from "../../src/domain/profile.ts";
import { enqueue } from "../../src/jobs/queue.ts";
import { log } from "../../src/log.ts";
import { backfill, isFilled } from "../../src/search/backfill.ts";
import type { Cursor, Order } from "../../src/search/engine.ts";
import { fillIndex } from "../../src/search/fill-index.ts";
import { searchPeople, suggestPeople } from "../../src/search/people.ts";
import { searchPosts as search } from "../../src/search/search.ts";
import { wroteEarlier } from "../support/earlier-posts.ts";
import { runJobs } from "../support/jobs.ts";
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
    for (const one of [grace, gloria, gina, ghost])
      await transact((tx) => enqueue(tx, "index-person", { personId: one.id }));
    await follow(linus, gina);
    await follow(grace, gina);
    await follow(linus, ghost);
    await follow(ada, gloria);
    await runJobs();
    await db.update(users).set({ hidden: true }).where(eq(users.id, ghost.id));

    const names = async (viewer: typeof ada | null, text: string) =>
      (await searchPeople(viewer, text)).map((each) => each.username);
    expect(await names(ada, "g")).toEqual(["gloria", "gina", "grace"]);
    expect(await names(null, "g")).toEqual(["gina", "gloria", "grace"]);
    expect(await names(ada, "lollo")).toEqual(["gina"]);
    expect(await names(ada, "ghost")).toEqual([]);
    expect((await searchPeople(ada, "gloria"))[0]?.followed).toBe(true);
  });
});
