import { beforeAll, describe, expect, test } from "bun:test";
import type { Cursor, Engine, Order } from "../../src/search/engine.ts";
import { parse } from "../../src/search/parse.ts";
import { resolve } from "../../src/search/resolve.ts";
import { hostileQueries, MONSTERS } from "./hostile.ts";
import { another, library } from "./library.ts";
import { QUESTIONS, TYPED } from "./questions.ts";

/** An engine that keeps nothing yet; `settled` waits until what was written is found. */
type Make = () => Promise<{ engine: Engine; settled?: () => Promise<void> }>;

/** What every engine must do. The people and posts are rows of the database, as they are when the app runs. */
export function contract(name: string, make: Make) {
  let there: Awaited<ReturnType<typeof library>>;
  let engine: Engine;
  let settled: () => Promise<void>;

  async function scene() {
    there = await library();
    const made = await make();
    engine = made.engine;
    settled = made.settled ?? (async () => {});
    await engine.index([...there.documents.values()]);
    await settled();
  }

  const hits = async (
    asked: string,
    { order = "newest", cursor = null, limit = 20, typing = false }: Partial<Asked> = {},
  ) => engine.query(await resolve(parse(asked, { typing }), there.ada), { order, cursor, limit });
  const names = async (asked: string, how?: Partial<Asked>) => (await hits(asked, how)).ids.map(there.nameOf);
  const document = (of: string) => there.documents.get(of) ?? expect.unreachable(of);

  describe(`${name}: what is asked for`, () => {
    beforeAll(scene);

    test.each(QUESTIONS)("%s", async (asked, answers) => {
      expect(await names(asked)).toEqual(answers);
      expect((await names(asked, { order: "relevance" })).sort()).toEqual([...answers].sort());
    });

    test.each(TYPED)("while typing: %s", async (asked, answers) => {
      expect(await names(asked, { typing: true })).toEqual(answers);
    });

    test("every word of every post finds it, in twelve languages and more", async () => {
      for (const [of, { body }] of there.documents) {
        for (const word of body.split(/[\s<>()*?~]+/).filter((each) => /[\p{L}\p{N}]/u.test(each)))
          expect([word, await names(word, { limit: 50 })]).toEqual([word, expect.arrayContaining([of])]);
      }
    });

    test("what LIKE finds, a search for a pair of letters without spaces finds", async () => {
      for (const [of, { body }] of there.documents) {
        for (const [run] of body.matchAll(/[\p{sc=Han}\p{sc=Hang}\p{sc=Thai}]{3,}/gu)) {
          const part = run.slice(1, 3);
          const judge = [...there.documents]
            .filter(([, post]) => post.body.includes(part))
            .map(([each]) => each);
          expect([of, part, (await names(part)).sort()]).toEqual([of, part, judge.sort()]);
        }
      }
    });

    test("signed out, nobody is me and nobody is followed", async () => {
      const asked = async (text: string) => resolve(parse(text), null);
      for (const text of ["green from:me", "green in:home"]) {
        const { ids } = await engine.query(await asked(text), { order: "newest", cursor: null, limit: 20 });
        expect(ids).toEqual([]);
      }
    });

    test.each(hostileQueries())("harmless: %#", async (asked) => {
      for (const typing of [true, false]) {
        const { ids } = await hits(asked, { typing, order: typing ? "relevance" : "newest" });
        expect(ids).toBeArray();
      }
      await engine.suggest(asked.slice(0, 100), 5);
    });

    test.each(MONSTERS)("harmless: %s", async (_, asked) => {
      for (const typing of [true, false])
        await hits(asked, { typing, order: typing ? "relevance" : "newest" });
      await engine.suggest(asked, 5);
    });

    test("the one who has asked no longer wants to know", async () => {
      const query = await resolve(parse("coffee"), there.ada);
      const answer = engine.query(query, { order: "newest", cursor: null, limit: 20 }, AbortSignal.abort());
      await expect(answer).rejects.toThrow();
    });
  });

  describe(`${name}: pages`, () => {
    const write = async (n: number, body: string) => {
      const post = await another(there.linus, body, n);
      await engine.index([post]);
      return post;
    };

    async function toTheEnd(order: Order, between = async (_: number) => {}) {
      const pages: number[][] = [];
      for (let cursor: Cursor | null = null; ; ) {
        const page = await hits("kettle", { order, cursor, limit: 7 });
        pages.push(page.ids);
        if (page.next === null) return pages;
        cursor = page.next;
        await between(pages.length);
        await settled();
      }
    }

    beforeAll(async () => {
      await scene();
      for (let n = 0; n < 30; n++) await write(n, `kettle number ${n}`);
      await settled();
    });

    test("newest first, each once, while posts arrive", async () => {
      const pages = await toTheEnd(
        "newest",
        async (n) => void (await write(100 + n, "a kettle that came late")),
      );
      expect(pages.map((page) => page.length).slice(0, 4)).toEqual([7, 7, 7, 7]);
      const ids = pages.flat();
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
      expect(ids).toHaveLength(30);
    });

    test("by relevance, each once, while posts arrive", async () => {
      const ids = (await toTheEnd("relevance", async (n) => void (await write(200 + n, "kettle")))).flat();
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThanOrEqual(30);
    });

    test("the best first: often and in few words before once and in many", async () => {
      const filler = "and then there was so much else to be told of that day in the town by the sea";
      const once = await write(300, `samovar ${filler} ${filler}`);
      const twice = await write(299, "samovar, samovar");
      const short = await write(298, `one samovar here, ${filler}`);
      await settled();
      expect((await hits("samovar", { order: "relevance" })).ids).toEqual([twice.id, short.id, once.id]);
      expect((await hits("samovar")).ids).toEqual([once.id, twice.id, short.id]);
    });
  });

  describe(`${name}: what changes`, () => {
    beforeAll(scene);

    test("indexed twice is found once", async () => {
      await engine.index([document("coffee"), document("coffee")]);
      await settled();
      expect(await names("coffee")).toEqual(["coffee"]);
    });

    test("an edited post is found by its new words only", async () => {
      await engine.index([{ ...document("rgb"), body: "violet", revision: 2 }]);
      await settled();
      expect(await names("violet")).toEqual(["rgb"]);
      expect(await names("green")).toEqual(["bgr"]);
    });

    test("an older revision that comes late changes nothing", async () => {
      await engine.index([document("rgb")]);
      await settled();
      expect(await names("violet")).toEqual(["rgb"]);
      expect(await names("green")).toEqual(["bgr"]);
    });

    test("a removed post is gone, also when an older revision comes late", async () => {
      const { id } = document("bgr");
      await engine.remove([{ id, revision: 2 }]);
      await settled();
      expect(await names("green")).toEqual([]);
      await engine.index([document("bgr")]);
      await engine.remove([{ id, revision: 2 }]);
      await settled();
      expect(await names("green")).toEqual([]);
      expect(await names("from:grace -green before:2026-10-20")).not.toContain("bgr");
    });

    test("what was never there may be removed", async () => {
      await engine.remove([{ id: 12345, revision: 1 }]);
      await engine.remove([]);
      await engine.index([]);
      expect(await names("coffee")).toEqual(["coffee"]);
    });
  });

  describe(`${name}: people`, () => {
    beforeAll(async () => {
      await scene();
      const { ada, grace, linus } = there;
      await engine.indexPeople([
        { id: ada.id, username: "ada", name: "Ada Lovelace", revision: 1 },
        { id: grace.id, username: "grace_h", name: "Gráce Hopper", revision: 1 },
        { id: linus.id, username: "linus", name: "ライナス Pauling", revision: 1 },
      ]);
      await settled();
    });

    test.each([
      ["a", ["ada"]],
      ["ADA", ["ada"]],
      ["@ada", ["ada"]],
      ["love", ["ada"]],
      ["ada lov", ["ada"]],
      ["ada hop", []],
      ["grace_h", ["grace"]],
      ["@grace_", ["grace"]],
      ["grá", ["grace"]],
      ["gra hopp", ["grace"]],
      ["opper", []],
      ["ライ", ["linus"]],
      ["ラ", ["linus"]],
      ["", []],
      ["***", []],
      ["%", []],
      ["_", []],
    ])("whose name begins with '%s'", async (prefix, expected) => {
      const ids = await engine.suggest(prefix, 10);
      const cast = Object.entries({ ada: there.ada, grace: there.grace, linus: there.linus });
      expect(ids.map((id) => cast.find(([, person]) => person.id === id)?.[0] ?? "")).toEqual(expected);
    });

    test("a new name takes the place of the old one; whoever left is gone", async () => {
      const { ada, linus } = there;
      await engine.indexPeople([{ id: ada.id, username: "countess", name: "", revision: 2 }]);
      await engine.indexPeople([{ id: ada.id, username: "ada", name: "Ada Lovelace", revision: 1 }]);
      await engine.removePeople([{ id: linus.id, revision: 2 }]);
      await settled();
      expect(await engine.suggest("count", 5)).toEqual([ada.id]);
      expect(await engine.suggest("love", 5)).toEqual([]);
      expect(await engine.suggest("linus", 5)).toEqual([]);
    });
  });
}

interface Asked {
  order: Order;
  cursor: Cursor | null;
  limit: number;
  typing: boolean;
}
