/* Elasticsearch is paused and killed while people write: nothing is lost, and nobody waits. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { posts } from "../../../db/schema.ts";
import type { Viewer } from "../../../src/domain/people.ts";
import { deletePost, edit, findOwnPost, publish } from "../../../src/domain/posts.ts";
import { env } from "../../../src/env.ts";
import { compare } from "../../../src/search/check.ts";
import { idsWaiting } from "../../../src/search/elastic/changes.ts";
import { elasticCopies } from "../../../src/search/elastic/copies.ts";
import type { Elastic } from "../../../src/search/elastic/engine.ts";
import { mysqlCopies } from "../../../src/search/mysql/copies.ts";
import { type AppProcess, freePort, startApp } from "../../support/app-process.ts";
import { people } from "../../support/people.ts";
import { newPlace, newSite, settle, withNode } from "./node.ts";
import { type OwnNode, startNode } from "./own-node.ts";

const POSTS = process.env.LONG ? 1000 : 100;

withNode("an outage of Elasticsearch", () => {
  const port = Number(freePort());
  const place = newPlace(`http://127.0.0.1:${port}`);
  let data: string;
  let node: OwnNode;
  let app: AppProcess;
  let ada: Viewer;
  let engine: Elastic;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "microblog-outage-"));
    node = await startNode(data, port);
    ({ ada } = await people());
    engine = await newSite(place);
    app = await startApp({
      DATABASE_URL: env.DATABASE_URL,
      ELASTICSEARCH_URL: place.url,
      ELASTICSEARCH_PREFIX: place.prefix,
      ELASTICSEARCH_REPLICAS: "0",
      LOG_LEVEL: "info",
    });
  }, 60_000);

  afterAll(async () => {
    await app.end("SIGTERM");
    await node.stop();
    await rm(data, { recursive: true, force: true });
    await rm(`${data}.log`, { force: true });
  });

  /** Every third post is edited, every fifth deleted: what happens to one may happen in an outage and after it. */
  async function write(from: number, to: number) {
    const times: number[] = [];
    for (let n = from; n < to; n++) {
      const began = performance.now();
      const id = await publish(ada, { body: `kettle number ${n}` });
      times.push(performance.now() - began);
      const post = await findOwnPost(id, ada);
      if (post && n % 3 === 0) await edit(ada, post, { body: `teapot number ${n}` });
      if (n % 5 === 0) await deletePost(ada, id);
    }
    return Math.max(...times);
  }

  const said = (part: string) => app.lines.filter((line) => line.includes(part)).length;

  test("paused and killed in the middle of writing, the index afterwards equals the table", async () => {
    const quarter = POSTS / 4;
    const before = { away: said("cannot be reached"), back: said("answers again") };
    const slowest = [await write(0, quarter)];
    node.signal("SIGSTOP");
    slowest.push(await write(quarter, 2 * quarter));
    await Bun.sleep(2000);
    node.signal("SIGCONT");
    slowest.push(await write(2 * quarter, 3 * quarter));
    node.signal("SIGKILL");
    await node.exited;
    slowest.push(await write(3 * quarter, POSTS));
    while (said("cannot be reached") === before.away) await Bun.sleep(20);
    node = await startNode(data, port);
    await write(POSTS, POSTS + 5);
    while (said("answers again") === before.back) await Bun.sleep(20);

    const elastic = elasticCopies(engine);
    const right = {
      missing: [],
      stale: [],
      left: [],
      rows: await db.$count(posts, eq(posts.authorId, ada.id)),
    };
    for (const until = Date.now() + 90_000; Date.now() < until; await Bun.sleep(500)) {
      if ((await idsWaiting("posts")).size > 0) continue;
      await settle(engine);
      if ((await compare(elastic, "posts")).missing.length === 0) break;
    }
    expect(await compare(elastic, "posts")).toMatchObject({ ...right, copies: right.rows });
    expect(await compare(mysqlCopies, "posts")).toMatchObject({ ...right, copies: right.rows });
    expect(Math.max(...slowest)).toBeLessThan(1000);
    expect(said("cannot be reached")).toBe(before.away + 1);
    expect(said("job failed")).toBe(0);
  }, 180_000);
});
