/* The real node behind something that fails: what a search costs then, and that all comes back by itself. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { publish } from "../../../src/domain/posts.ts";
import { chooseEngines, type Engines } from "../../../src/search/choose.ts";
import { PATIENCE } from "../../../src/search/elastic/client.ts";
import { parse } from "../../../src/search/parse.ts";
import { resolve } from "../../../src/search/resolve.ts";
import { runJobs } from "../../support/jobs.ts";
import { people } from "../../support/people.ts";
import { NODE, newPlace, newSite, removeSites, withNode } from "./node.ts";
import { startProxy } from "./stub.ts";

withNode("an engine that fails", () => {
  let proxy: ReturnType<typeof startProxy>;
  let engines: Engines;

  beforeAll(async () => {
    const { ada } = await people();
    await publish(ada, { body: "a kettle" });
    await runJobs();
    proxy = startProxy(NODE);
    const place = newPlace();
    await newSite(place);
    engines = chooseEngines({ ...place, url: proxy.url });
  });

  afterAll(async () => {
    engines.elasticsearch?.breaker.close();
    await proxy.stop();
    await removeSites();
  });

  /** Who answered a search, how many hits there were, and after how many milliseconds. */
  async function search() {
    const began = performance.now();
    const query = await resolve(parse("kettle"), null);
    const { answer, degraded } = await engines.ask(async (engine, signal) => {
      const { ids } = await engine.query(query, { order: "relevance", cursor: null, limit: 20 }, signal);
      return { by: engine.name, hits: ids.length };
    });
    return { ...answer, degraded, after: performance.now() - began };
  }

  const sound = { by: "elasticsearch", hits: 1, degraded: false } as const;
  const replaced = { by: "mysql", hits: 1, degraded: true } as const;

  async function untilSound() {
    for (const until = Date.now() + 15_000; Date.now() < until; await Bun.sleep(50))
      if (!(await search()).degraded) return;
  }

  test.each(["hang", "late", "broken"] as const)(
    "%s: one search pays, the others do not, and it recovers",
    async (mode) => {
      expect(await search()).toMatchObject(sound);
      proxy.mode = mode;

      const first = await Promise.all([search(), search(), search()]);
      const later = [];
      for (let n = 0; n < 20; n++) later.push(await search());
      proxy.mode = "open";
      await untilSound();

      expect(first).toMatchObject([replaced, replaced, replaced]);
      expect(Math.max(...first.map(({ after }) => after))).toBeLessThan(2 * PATIENCE);
      expect(later).toMatchObject(later.map(() => replaced));
      expect(Math.max(...later.map(({ after }) => after))).toBeLessThan(PATIENCE / 2);
      expect(await search()).toMatchObject(sound);
    },
    30_000,
  );

  test("a question that is refused is answered by the database, and is no outage", async () => {
    const refused = await engines.ask(async (engine) => {
      const { elasticsearch } = engines;
      if (engine.name === "elasticsearch")
        await elasticsearch?.engine.client.search({ index: elasticsearch.engine.place.prefix, from: -1 });
      return engine.name;
    });
    expect(refused).toEqual({ answer: "mysql", degraded: true });
    expect(await search()).toMatchObject(sound);
  });
});
