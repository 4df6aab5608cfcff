/* `bun run reindex` and `bun run admin search-check`, on a node, while people write. */
import { afterAll, beforeEach, expect, test } from "bun:test";
import { eq, like, sql } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { jobs, posts, searchChanges } from "../../../db/schema.ts";
import { below, type Random, randomFrom } from "../../../db/world/random.ts";
import { firstIdAt } from "../../../src/domain/ids.ts";
import type { Viewer } from "../../../src/domain/people.ts";
import { deletePost, edit, findOwnPost, publish } from "../../../src/domain/posts.ts";
import { env } from "../../../src/env.ts";
import { compare } from "../../../src/search/check.ts";
import { KINDS } from "../../../src/search/documents.ts";
import { findBuilding, isBuilding } from "../../../src/search/elastic/building.ts";
import type { Place } from "../../../src/search/elastic/client.ts";
import { elasticCopies } from "../../../src/search/elastic/copies.ts";
import { type Elastic, newElastic } from "../../../src/search/elastic/engine.ts";
import { aliasOf, indexBehind } from "../../../src/search/elastic/indices.ts";
import { MAPPINGS, VERSION } from "../../../src/search/elastic/mapping.ts";
import { rebuild } from "../../../src/search/elastic/rebuild.ts";
import { parse } from "../../../src/search/parse.ts";
import { resolve } from "../../../src/search/resolve.ts";
import { startApp } from "../../support/app-process.ts";
import { people } from "../../support/people.ts";
import { ROOT } from "../../support/sources.ts";
import { NODE, newPlace, newSite, removeSites, settle, withNode } from "./node.ts";
import { startProxy } from "./stub.ts";

const POSTS = process.env.LONG ? 50_000 : 8000;
const FIRST = firstIdAt(Date.UTC(2026, 5, 1));
const INTERRUPTIONS = process.env.LONG ? 10 : 3;

withNode("reindex", () => {
  let place: Place;
  let elastic: Elastic;
  let ada: Viewer;

  beforeEach(async () => {
    ({ ada } = await people());
    place = newPlace();
    elastic = newElastic(place);
  });

  afterAll(removeSites);

  const settings = () => ({
    ...{ DATABASE_URL: env.DATABASE_URL, ELASTICSEARCH_URL: place.url, ELASTICSEARCH_PREFIX: place.prefix },
    ...{ ELASTICSEARCH_REPLICAS: "0" },
  });

  const run = (script: string, ...args: string[]) =>
    Bun.spawn([process.execPath, script, ...args], {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: "production", ORIGIN: "http://localhost", ...settings() },
      stdout: "pipe",
      stderr: "pipe",
    });
  const reindex = () => run("src/cli/reindex.ts");
  const said = async ({ stdout, stderr }: ReturnType<typeof run>) =>
    `${await new Response(stdout).text()}${await new Response(stderr).text()}`;

  async function fillTable(many: number) {
    for (let n = 0; n < many; n += 1000) {
      const rows = Array.from({ length: Math.min(1000, many - n) }, (_, i) => ({
        ...{ id: FIRST + n + i, authorId: ada.id, body: `kettle number ${n + i}`, createdAt: new Date() },
      }));
      await db.insert(posts).values(rows);
    }
  }

  const indices = async () => Object.keys(await elastic.client.indices.get({ index: `${place.prefix}-*` }));

  async function expectEqual() {
    await settle(elastic);
    for (const kind of ["posts", "people"] as const) {
      const { rows, copies, missing, stale, left } = await compare(elasticCopies(elastic), kind);
      expect({ kind, missing, stale, left, copies }).toEqual({
        kind,
        missing: [],
        stale: [],
        left: [],
        copies: rows,
      });
    }
  }

  test("fills an index, shows how far it is, and is found by all", async () => {
    await fillTable(2500);
    const command = reindex();
    expect(await command.exited).toBe(0);
    expect(await said(command)).toMatch(/posts {3}.* 100 % {2}2,500 of 2,500.*\n.*people {2}.* 3 of 3/);
    await expectEqual();
    expect(await indices()).toHaveLength(2);
  });

  test("ended again and again while people write, it goes on where it was and misses nothing", async () => {
    await fillTable(POSTS);
    await newSite(place);
    const old = await indices();
    const random = randomFrom(2026);
    const app = await startApp(settings());
    try {
      for (let n = 0; n < INTERRUPTIONS; n++) {
        const before = await filledTo();
        const command = reindex();
        const writing = write(n);
        await moment(random, n, { before, ended: () => command.exitCode !== null });
        command.kill(random() < 0.5 ? "SIGINT" : "SIGKILL");
        await command.exited;
        await writing;
        if (await isBuilding()) expect(await filledTo()).toBeGreaterThanOrEqual(before);
        for (const kind of KINDS)
          expect(await indexBehind(elastic.client, aliasOf(place, kind))).not.toBeNull();
      }
      const [code] = await Promise.all([reindex().exited, write(INTERRUPTIONS)]);
      expect(code).toBe(0);
      await allTold();
      await expectEqual();
      expect((await indices()).sort()).toEqual([
        expect.stringContaining("-people-v"),
        expect.stringContaining("-posts-v"),
      ]);
      expect((await indices()).filter((index) => old.includes(index))).toEqual([]);
    } finally {
      await app.end("SIGTERM");
      await db.execute(sql`truncate table ${posts}`); // so many rows are not deleted within a statement's time
    }
  }, 240_000);

  /** The id up to which the new index is filled. */
  const filledTo = async () => (await findBuilding())?.posts.filledTo ?? 0;

  /** Waits while it starts, until it is somewhere in the middle, or until little is left, the swap and its traces. */
  async function moment(
    random: Random,
    n: number,
    { before, ended }: { before: number; ended: () => boolean },
  ) {
    const phase = n < 3 ? n : below(random, 3);
    const begun = Math.max(before, FIRST);
    const goal = [0, begun + random() * (FIRST + POSTS - begun), FIRST + POSTS - 1][phase] ?? 0;
    while ((await filledTo()) < goal && !ended()) await Bun.sleep(2);
    await Bun.sleep(random() * ([1500, 0, 200][phase] ?? 0));
  }

  /** New posts, and some of the oldest edited or deleted, which a new index may have taken in already, or not yet. */
  async function write(round: number) {
    for (let n = 0; n < 20; n++) {
      const post = await findOwnPost(FIRST + (POSTS / 40) * n + round, ada);
      if (post && n % 2) await edit(ada, post, { body: `teapot ${round} ${n}` });
      else if (post) await deletePost(ada, post.id);
      await publish(ada, { body: `samovar ${round} ${n}` });
    }
  }

  /** Waits until the app has done all its work. */
  async function allTold() {
    const waiting = async () =>
      (await db.$count(jobs, like(jobs.kind, "index-%"))) + (await db.$count(searchChanges));
    for (const until = Date.now() + 60_000; Date.now() < until && (await waiting()) > 0; )
      await Bun.sleep(100);
    expect(await waiting()).toBe(0);
  }

  test("two at once: one does it, the other does nothing and says so", async () => {
    await fillTable(3000);
    const both = [reindex(), reindex()];
    const codes = await Promise.all(both.map(({ exited }) => exited));
    expect(codes.toSorted()).toEqual([0, 1]);
    const told = await Promise.all(both.map(said));
    expect(told[codes.indexOf(1)]).toBe("Another reindex is at work: this one has done nothing.\n");
    await expectEqual();
  });

  test("what fails in the middle leaves the old index where it was", async () => {
    await newSite(place);
    const old = await indices();
    await fillTable(3000);
    const proxy = startProxy(NODE);
    const failing = rebuild(newElastic({ ...place, url: proxy.url }), {
      onProgress({ done }) {
        if (done === 2000) proxy.mode = "broken";
      },
    });
    await expect(failing).rejects.toThrow();
    await proxy.stop();

    expect(await indices()).toEqual(expect.arrayContaining(old));
    const { hits } = await elastic.client.search({ index: aliasOf(place, "people") });
    expect(hits.hits).toHaveLength(3);
    expect(await reindex().exited).toBe(0);
    await expectEqual();
  });

  test("an index of an older mapping serves and takes what it knows, until reindex replaces it", async () => {
    const id = await publish(ada, { body: "a kettle, see https://example.org" });
    const { hasLink: _, ...properties } = MAPPINGS.posts.properties;
    const older = `${aliasOf(place, "posts")}-v0-1`;
    const { people: mappings } = MAPPINGS;
    const client = elastic.client;
    await client.indices.create({
      ...{ index: older, mappings: { ...MAPPINGS.posts, properties } },
      aliases: { [aliasOf(place, "posts")]: {} },
    });
    await client.indices.create({
      index: `${aliasOf(place, "people")}-v0-1`,
      mappings,
      aliases: { [aliasOf(place, "people")]: {} },
    });
    const app = await startApp({ ...settings(), LOG_LEVEL: "warn" });
    await app.says(`The index ${older} is not of version ${VERSION}: run \`bun run reindex\`.`);
    await allTold();
    await app.end("SIGTERM");
    await settle(elastic);
    const asked = async () => {
      const query = await resolve(parse("kettle"), null);
      return (await elastic.query(query, { order: "newest", cursor: null, limit: 5 })).ids;
    };
    expect(await asked()).toEqual([id]);

    expect(await reindex().exited).toBe(0);
    expect(await indexBehind(client, aliasOf(place, "posts"))).toContain(`-v${VERSION}-`);
    expect(await asked()).toEqual([id]);
    await expectEqual();
  });

  test("a small site gets its first index by itself, and another one should it be lost", async () => {
    await fillTable(20);
    const app = await startApp({ ...settings(), LOG_LEVEL: "info" });
    try {
      await app.says("Elasticsearch has no index of this site");
      await app.says("Elasticsearch answers again");
      await expectEqual();

      for (const index of await indices()) await elastic.client.indices.delete({ index });
      await publish(ada, { body: "a kettle" });
      for (const until = Date.now() + 20_000; Date.now() < until; await Bun.sleep(100))
        if ((await indexBehind(elastic.client, aliasOf(place, "posts"))) !== null) break;
      await allTold();
      await expectEqual();
    } finally {
      await app.end("SIGTERM");
    }
  }, 90_000);

  test("search-check finds what is missing, out of date and left over, and repairs it", async () => {
    await fillTable(30);
    await newSite(place);
    const check = async (...options: string[]) => {
      const command = run("src/cli/admin.ts", "search-check", ...options);
      return { code: await command.exited, said: await said(command) };
    };
    await check("--repair"); // the database's own was never filled
    await settle(elastic);
    expect(await check()).toEqual({
      code: 0,
      said: [
        "mysql: 30 of 30 posts, as it should be",
        "mysql: 3 of 3 people, as it should be",
        "elasticsearch: 30 of 30 posts, as it should be",
        "elasticsearch: 3 of 3 people, as it should be\n",
      ].join("\n"),
    });

    await db
      .update(posts)
      .set({ body: "other words" })
      .where(eq(posts.id, FIRST + 3));
    await db.delete(posts).where(eq(posts.id, FIRST + 4));
    const late = { id: FIRST + 50, authorId: ada.id, body: "nobody was told", createdAt: new Date() };
    await db.insert(posts).values(late);
    const found = await check("--json");
    expect(found.code).toBe(1);
    const fault = (id: number) => ({ count: 1, ids: [id] });
    expect(JSON.parse(found.said.slice(0, found.said.lastIndexOf("]") + 1))).toMatchObject([
      {
        engine: "mysql",
        kind: "posts",
        missing: fault(late.id),
        stale: fault(FIRST + 3),
        left: fault(FIRST + 4),
      },
      { engine: "mysql", kind: "people" },
      {
        engine: "elasticsearch",
        kind: "posts",
        missing: fault(late.id),
        stale: fault(FIRST + 3),
        left: fault(FIRST + 4),
      },
      { engine: "elasticsearch", kind: "people" },
    ]);
    await check("--repair");
    await settle(elastic);
    expect((await check()).code).toBe(0);
    await expectEqual();
  });
});
