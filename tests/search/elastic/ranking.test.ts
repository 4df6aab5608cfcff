/* What Elasticsearch does besides: forms of words, and the newer a little before the older. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { firstIdAt } from "../../../src/domain/ids.ts";
import type { Elastic } from "../../../src/search/elastic/engine.ts";
import type { Order } from "../../../src/search/engine.ts";
import { parse } from "../../../src/search/parse.ts";
import { resolve } from "../../../src/search/resolve.ts";
import { emptySite, removeSites, settle, withNode } from "./node.ts";

const TEXTS: [name: string, language: string | null, body: string][] = [
  ["running", "en", "running along the river"],
  ["run", "en", "a run along the river with many more words than the other one has in it"],
  ["unknown", null, "running where no language is known"],
  ["caminos", "es-MX", "los caminos del norte"],
  ["häuser", "de", "die Häuser am See"],
  ["книги", "ru", "читаю книги вечером"],
  ["old", "en", "a kettle on the stove"],
  ["new", "en", "a kettle on the stove"],
];

withNode("ranking by Elasticsearch", () => {
  let engine: Elastic;
  const ids = TEXTS.map((_, n) => firstIdAt(Date.UTC(2026, n + 1, 1)));

  beforeAll(async () => {
    engine = await emptySite();
    const documents = TEXTS.map(([, language, body], n) => ({
      ...{ id: ids[n] ?? 0, authorId: 1, body, language, revision: 1 },
    }));
    await engine.index(documents);
    await settle(engine);
  });

  afterAll(removeSites);

  async function names(text: string, order: Order = "relevance") {
    const found = await engine.query(await resolve(parse(text), null), { order, cursor: null, limit: 20 });
    return found.ids.map((id) => TEXTS[ids.indexOf(id)]?.[0]);
  }

  test.each([
    ["run", ["run", "running"]],
    ["runs", ["run", "running"]],
    ["camino", ["caminos"]],
    ["haus", ["häuser"]],
    ["книга", ["книги"]],
    ["the", ["running", "run", "new", "old"]],
  ])("%s", async (text, expected) => {
    expect((await names(text)).sort()).toEqual(expected.toSorted());
  });

  test("the word itself comes before a form of it", async () => {
    expect(await names("run")).toEqual(["run", "running"]);
  });

  test("forms count neither in phrases nor in what must not be there", async () => {
    expect(await names('"run along"')).toEqual(["run"]);
    expect(await names("river -run")).toEqual(["running"]);
  });

  test("of equals the newer comes first", async () => {
    expect(await names("kettle")).toEqual(["new", "old"]);
  });
});
