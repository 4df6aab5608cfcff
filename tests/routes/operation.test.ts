/** What the person who runs the site can see, of an app as a process of its own. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import mysql from "mysql2/promise";
import { db } from "../../db/client.ts";
import { jobs, searchChanges } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import packageJson from "../../package.json" with { type: "json" };
import { firstIdAt, newId } from "../../src/domain/ids.ts";
import { publish } from "../../src/domain/posts.ts";
import { env } from "../../src/env.ts";
import { enqueue, type Job, putBack, TRIES } from "../../src/jobs/queue.ts";
import { noteChanged } from "../../src/search/elastic/changes.ts";
import { type AppProcess, startApp } from "../support/app-process.ts";
import { signedOut } from "../support/client.ts";
import { people } from "../support/people.ts";
import { PostOffice } from "../support/smtp.ts";
import { files } from "../support/sources.ts";

const METRICS_TOKEN = "a-token-for-the-tests";

let app: AppProcess;

beforeAll(async () => {
  await people();
  app = await startApp({ METRICS_TOKEN, WORKER: "off", LOG_LEVEL: "info" });
});

afterAll(() => app.end("SIGTERM"));

const ask = (authorization?: string, of = app) =>
  fetch(`${of.address}/metrics`, { headers: authorization ? { Authorization: authorization } : {} });

async function metrics(of = app): Promise<Map<string, number>> {
  const response = await ask(`Bearer ${METRICS_TOKEN}`, of);
  expect(response.status).toBe(200);
  const lines = (await response.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

describe("/readyz", () => {
  test("says what the site stands on", async () => {
    const response = await fetch(`${app.address}/readyz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      ready: true,
      database: "ok",
      migrations: "current",
      mail: "off",
      search: "ok",
      proxies: "ok",
      leaving: false,
    });
  });

  test("says no where the schema is older, and yes where a later version has migrated it", async () => {
    const migrated = (by: number) =>
      db.execute(`update __drizzle_migrations set created_at = created_at + ${by} order by id desc limit 1`);
    const answer = async () => {
      const response = await fetch(`${app.address}/readyz`);
      return [response.status, ((await response.json()) as { migrations: string }).migrations];
    };
    await migrated(-1);
    expect(await answer()).toEqual([503, "behind"]);
    await migrated(2);
    expect(await answer()).toEqual([200, "ahead"]);
    await migrated(-1);
    expect(await answer()).toEqual([200, "current"]);
  });
});

describe("/metrics", () => {
  test.each([undefined, "Bearer wrong", `Basic ${METRICS_TOKEN}`, METRICS_TOKEN])(
    "is not for who says %p",
    async (authorization) => {
      const response = await ask(authorization);
      expect(response.status).toBeOneOf([400, 401]);
      expect(await response.text()).not.toContain("microblog_");
    },
  );

  test("is not there without a token", async () => {
    expect((await signedOut().get("/metrics")).status).toBe(404);
  });

  test("counts requests by the pattern of their route, and never by what was asked for", async () => {
    for (const path of ["/@ada", "/@grace?before=7", "/nothing-here", "/"]) await fetch(app.address + path);
    const all = await metrics();
    const counted = (route: string, status: number) =>
      all.get(`microblog_request_duration_seconds_count{method="GET",route="${route}",status="${status}"}`);
    expect(counted("/:handle{(?:@|%40)[A-Za-z0-9_]{1,30}}", 200)).toBe(2);
    expect(counted("none", 404)).toBe(1);
    expect(counted("/", 200)).toBe(1);
    expect([...all.keys()].join("\n")).not.toMatch(/ada|before|nothing-here/);
  });

  test("counts work by kind and state, and tells for how long the oldest has waited", async () => {
    await db.delete(jobs);
    await transact(async (tx) => {
      await enqueue(tx, "wake", { readerId: 1 }, { delay: -90 });
      await enqueue(tx, "wake", { readerId: 2 });
      await enqueue(tx, "housekeeping", {}, { delay: 600 });
      await enqueue(tx, "take-back", { postId: 1, authorId: 1 });
    });
    const [row] = await db.select().from(jobs).where(eq(jobs.kind, "take-back"));
    await putBack({ ...row, attempts: TRIES } as Job, "no reason");

    const all = await metrics();
    const work = (kind: string, state: string) => all.get(`microblog_jobs{kind="${kind}",state="${state}"}`);
    expect([
      work("wake", "due"),
      work("housekeeping", "later"),
      work("take-back", "failed"),
      work("wake", "failed"),
    ]).toEqual([2, 1, 1, undefined]);
    const oldest = all.get('microblog_jobs_oldest_seconds{kind="wake",state="due"}');
    expect(oldest).toBeWithin(90, 100);
    await db.delete(jobs);
  });

  test("counts searches by engine, and tells how far its index lags", async () => {
    const { ada } = await people();
    await publish(ada, { body: "Hello" });
    const earlier = newId() - firstIdAt(Date.now() - 60_000); // ids may be ahead of the clock
    await db.update(jobs).set({ id: sql`${jobs.id} - ${earlier}` });
    const counted = 'microblog_search_duration_seconds_count{engine="mysql",outcome="answered"}';
    const before = (await metrics()).get(counted) ?? 0;
    await fetch(`${app.address}/search?q=hello`);

    const all = await metrics();
    expect(all.get(counted)).toBe(before + 1);
    expect(all.get('microblog_search_lag_seconds{engine="mysql"}')).toBeWithin(50, 70);
    expect(all.get('microblog_search_lag_seconds{engine="elasticsearch"}')).toBeUndefined();
    expect(all.get("microblog_search_breaker_open")).toBe(0);
    await db.delete(jobs);
    expect((await metrics()).get('microblog_search_lag_seconds{engine="mysql"}')).toBe(0);
  });

  test("tells of an Elasticsearch that is away, and counts who answers instead", async () => {
    const other = await startApp({ METRICS_TOKEN, WORKER: "off", ELASTICSEARCH_URL: "http://127.0.0.1:9" });
    const { ada } = await people();
    await transact((tx) => noteChanged(tx, "posts", [ada.id]));
    for (const q of ["one", "two"]) await fetch(`${other.address}/search?q=${q}`);

    const all = await metrics(other);
    const counted = (engine: string, outcome: string) =>
      all.get(`microblog_search_duration_seconds_count{engine="${engine}",outcome="${outcome}"}`);
    expect([counted("elasticsearch", "away"), counted("mysql", "answered")]).toEqual([2, 2]);
    expect(all.get("microblog_search_breaker_open")).toBe(1);
    expect(all.get('microblog_search_lag_seconds{engine="elasticsearch"}')).toBeWithin(0, 10);
    const ready = await fetch(`${other.address}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ search: "Elasticsearch cannot be reached." });
    await other.end("SIGTERM");
    await db.delete(searchChanges);
  });

  test("counts mail by what became of it", async () => {
    const office = await new PostOffice().open();
    office.refused.set("grace@example.org", 550).set("linus@example.org", 450);
    const mailing = { SMTP_URL: office.url(), MAIL_FROM: "post@lake.example" };
    const other = await startApp({ METRICS_TOKEN, ...mailing });
    const { ada, grace, linus } = await people();
    await db.delete(jobs);
    await transact(async (tx) => {
      for (const { id: userId } of [ada, grace, linus])
        await enqueue(tx, "mail", { message: "security", userId, data: { event: "passwordChanged" } });
    });

    const counted = async () => {
      const all = await metrics(other);
      return ["sent", "refused", "deferred"].map((each) =>
        all.get(`microblog_mails_total{outcome="${each}"}`),
      );
    };
    while ((await counted()).includes(undefined)) await Bun.sleep(50);
    expect(await counted()).toEqual([1, 1, 1]);
    expect((await metrics(other)).get('microblog_jobs{kind="mail",state="failed"}')).toBe(1);
    await other.end("SIGTERM");
    await office.close();
    await db.delete(jobs);
  });

  test("tells of connections, memory, the event loop and the version", async () => {
    const all = await metrics();
    expect(all.get('microblog_database_connections{state="waiting"}')).toBe(0);
    expect(all.get('microblog_database_connections{state="free"}')).toBeGreaterThan(0);
    expect(all.get("process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
    expect(all.get("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
    expect(all.get("microblog_ready")).toBe(1);
    expect(all.get(`microblog_build_info{version="${packageJson.version}",bun="${Bun.version}"}`)).toBe(1);
  });

  test("knows every metric that docs/grafana.json and docs/operate.md name, and their labels", async () => {
    await transact((tx) => enqueue(tx, "housekeeping", {}, { delay: 600 }));
    const page = await (await ask(`Bearer ${METRICS_TOKEN}`)).text();
    const names = new Set(page.match(/(?<=^# TYPE )\S+/gm));
    for (const name of page.match(/(?<=^# TYPE )\S+(?= histogram)/gm) ?? [])
      for (const part of ["bucket", "count", "sum"]) names.add(`${name}_${part}`);
    const documents = files("docs/{grafana.json,operate.md}");
    const named = documents.flatMap(
      ({ text }) => text.match(/\b(microblog|process|nodejs)_[a-z0-9_]+/g) ?? [],
    );
    expect(documents).toHaveLength(2);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !names.has(name))).toEqual([]);

    const labels = new Set(["instance", "outcome", ...(page.match(/(?<=[{,])\w+(?==")/g) ?? [])]);
    const queries = documents.map(({ text }) => text.replaceAll("\\", "")).join("\n");
    const sorted = [...queries.matchAll(/(?<= by )\(([\w, ]+)\)|(\w+)(?==~?")/g)];
    const asked = sorted.flatMap(([, by = "", matched = ""]) => [...by.split(", "), matched].filter(Boolean));
    expect(asked).toContain("engine");
    expect(asked.filter((label) => !labels.has(label))).toEqual([]);
  });
});

test("the log tells of slow statements by their shape, without values", async () => {
  const connection = await mysql.createConnection(env.DATABASE_URL);
  await connection.query("lock tables posts write");
  const [began, earlier] = [performance.now(), app.lines.length];
  const page = fetch(`${app.address}/explore?before=876543210123456`);
  while (!JSON.stringify(await db.execute(sql`show processlist`)).includes("Waiting for table"))
    await Bun.sleep(10);
  await Bun.sleep(300);
  await connection.end();
  await page;
  const took = performance.now() - began;

  // On a busy machine others may be slow, too.
  const isIt = (line: string) => line.includes("slow statement") && line.includes("from `posts`");
  while (!app.lines.slice(earlier).some(isIt)) await Bun.sleep(10);
  const line = app.lines.slice(earlier).find(isIt) ?? "";
  const { statement, ms } = JSON.parse(line) as { statement: string; ms: number };
  expect(statement).toMatch(/^select .* from `posts` .*\?/s);
  expect(ms).toBeWithin(300, took);
  expect(line).not.toContain("876543210123456");
});
