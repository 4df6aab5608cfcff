/* What is no sound Elasticsearch 9: the database answers, and a sentence says why. */
import { afterEach, beforeAll, describe, expect, test } from "bun:test";
import { env } from "../../../src/env.ts";
import { chooseEngines, type Engines } from "../../../src/search/choose.ts";
import { newBreaker } from "../../../src/search/elastic/breaker.ts";
import { PATIENCE } from "../../../src/search/elastic/client.ts";
import type { Query } from "../../../src/search/engine.ts";
import { startApp } from "../../support/app-process.ts";
import { people } from "../../support/people.ts";
import { newPlace } from "./node.ts";
import { type Stub, startStub } from "./stub.ts";

const KEY = "c2VzYW1lOm9wZW4";
const EVERYTHING: Query = {
  ...{ all: [], none: [], authors: null, notAuthors: [], followedBy: null, notFollowedBy: null },
  ...{
    above: 0,
    below: Number.MAX_SAFE_INTEGER,
    withLink: false,
    withoutLink: false,
    languages: null,
    notLanguages: [],
  },
};

const sentences: [Stub, string][] = [
  ["elasticsearch 8", "This is Elasticsearch 8.19.2; MicroBlog needs Elasticsearch 9."],
  ["opensearch", "What answers at ELASTICSEARCH_URL is not Elasticsearch."],
  [
    "wrong key",
    "Elasticsearch refuses the key or password: see ELASTICSEARCH_API_KEY and ELASTICSEARCH_URL.",
  ],
  ["silent", "Elasticsearch does not answer in time."],
  ["broken", "Elasticsearch answers with an error (500, runtime_exception)."],
];

let engines: Engines | undefined;
afterEach(() => engines?.elasticsearch?.breaker.close());

const ask = (all: Engines) =>
  all.ask(async (engine, signal) => {
    await engine.query(EVERYTHING, { order: "newest", cursor: null, limit: 20 }, signal);
    return engine.name;
  });

describe("the database answers in the same request, and a sentence says why", () => {
  beforeAll(people);

  test.each(sentences)("%s", async (stub, sentence) => {
    await using server = startStub(stub);
    engines = chooseEngines({ ...newPlace(server.url.href), apiKey: KEY });
    const began = performance.now();

    expect(await ask(engines)).toEqual({ answer: "mysql", degraded: true });

    expect(performance.now() - began).toBeLessThan(2 * PATIENCE); // it was asked once
    expect(engines.elasticsearch?.breaker.reason()).toBe(sentence);
    const again = performance.now();
    expect(await ask(engines)).toEqual({ answer: "mysql", degraded: true });
    expect(performance.now() - again).toBeLessThan(PATIENCE / 2); // and not a second time
  });

  test("nobody listens there", async () => {
    engines = chooseEngines(newPlace("http://127.0.0.1:9"));
    expect(await ask(engines)).toEqual({ answer: "mysql", degraded: true });
    expect(engines.elasticsearch?.breaker.reason()).toBe("Elasticsearch cannot be reached.");
  });

  test("whoever no longer wants to know is no outage", async () => {
    await using server = startStub("silent");
    const all = chooseEngines(newPlace(server.url.href));
    engines = all;
    const began = performance.now();
    const left = all.ask(
      (engine, signal) => engine.query(EVERYTHING, { order: "newest", cursor: null, limit: 1 }, signal),
      AbortSignal.timeout(50),
    );
    await expect(left).rejects.toThrow("timed out");
    expect(performance.now() - began).toBeLessThan(PATIENCE);
    expect(all.elasticsearch?.breaker.reason()).toBeNull();
  });

  test("where none is set, the database is who should answer", async () => {
    expect(await ask(chooseEngines(null))).toEqual({ answer: "mysql", degraded: false });
  });
});

describe("the breaker", () => {
  const sound = async () => {};

  test("calls a question late that gives up by itself when its time is over", async () => {
    const breaker = newBreaker(sound);
    const late = breaker.ask(
      async (signal) => {
        await Bun.sleep(60);
        signal.throwIfAborted();
      },
      { patience: 30 },
    );
    await expect(late).rejects.toThrow("Elasticsearch does not answer in time.");
    expect(breaker.reason()).toBe("Elasticsearch does not answer in time.");
    breaker.close();
  });

  test("lets through what is no fault of Elasticsearch, and stays closed", async () => {
    const breaker = newBreaker(sound);
    const other = breaker.ask(async () => {
      throw new TypeError("ours");
    });
    await expect(other).rejects.toThrow("ours");
    expect(breaker.reason()).toBeNull();
  });
});

test("the key and a password in the address reach the server as they are, and an address may have a path", async () => {
  const seen: (string | null)[] = [];
  await using server = Bun.serve({
    port: 0,
    fetch(request) {
      seen.push(`${new URL(request.url).pathname} ${request.headers.get("authorization")}`);
      return new Response("", { status: 500 });
    },
  });
  for (const [url, apiKey] of [
    [`http://ada:s%40same@${server.hostname}:${server.port}/es`, undefined],
    [`http://${server.hostname}:${server.port}`, KEY],
  ] as const) {
    engines = chooseEngines({ ...newPlace(url), ...(apiKey ? { apiKey } : {}) });
    await ask(engines);
    engines.elasticsearch?.breaker.close();
  }
  expect(seen).toEqual([`/es/ Basic ${btoa("ada:s@same")}`, `/ ApiKey ${KEY}`]);
});

test.each(["elasticsearch 8", "wrong key"] as const)(
  "%s: the app starts, says so once, and keeps the key to itself",
  async (stub) => {
    await using server = startStub(stub);
    const app = await startApp({
      DATABASE_URL: env.DATABASE_URL,
      ELASTICSEARCH_URL: server.url.href.replace("//", "//ada:sesame@"),
      ELASTICSEARCH_API_KEY: KEY,
      LOG_LEVEL: "debug",
    });
    try {
      const sentence = sentences.find(([name]) => name === stub)?.[1] ?? "";
      await app.says(sentence);
      const page = await (await fetch(`${app.address}/search?q=kettle`)).text();
      expect(page).toContain("Search is simpler than usual");
      await Bun.sleep(1500); // it looks again meanwhile
      expect(app.lines.filter((line) => line.includes(sentence))).toHaveLength(1);
      expect(app.lines.join("\n")).not.toMatch(new RegExp(`sesame|${KEY}`));
    } finally {
      await app.end("SIGTERM");
    }
  },
);
