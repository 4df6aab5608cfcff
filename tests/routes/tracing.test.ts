/** What a collector of traces is told, of an app as a process of its own. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { jobs } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue } from "../../src/jobs/queue.ts";
import { nameOf } from "../../src/statement-name.ts";
import { type AppProcess, startApp } from "../support/app-process.ts";
import { Collector, type ToldSpan } from "../support/collector.ts";
import { PASSWORD, people } from "../support/people.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const TRACEPARENT = { traceparent: `00-${TRACE}-b7ad6b7169203331-01` };
const HEADERS = "authorization=Bearer%20a-key,x-place=lake";
const PROFILE = "GET /:handle{(?:@|%40)[A-Za-z0-9_]{1,30}}";

/** What the app answers under way, and then all that the collector was told until it had ended. */
async function told(settings: Record<string, string>, visit: (app: AppProcess) => Promise<unknown>) {
  const collector = new Collector();
  const app = await startApp({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.address, WORKER: "off", ...settings });
  await visit(app);
  const code = await app.end("SIGTERM");
  await collector.close();
  return { collector, app, code };
}

const childrenOf = (collector: Collector, { spanId, traceId }: ToldSpan) =>
  collector.spans.filter((span) => span.parentSpanId === spanId && span.traceId === traceId);

describe("with a collector", () => {
  let collector: Collector;
  let requestId: string | null;

  beforeAll(async () => {
    await people();
    await db.delete(jobs);
    ({ collector } = await told(
      { TRUSTED_PROXIES: "1", OTEL_EXPORTER_OTLP_HEADERS: HEADERS },
      async (app) => {
        const profile = await fetch(`${app.address}/@ada?before=876543210123456`, { headers: TRACEPARENT });
        requestId = profile.headers.get("X-Request-Id");
        await fetch(`${app.address}/search?q=lovelace`);
        await fetch(`${app.address}/nothing-here`);
        await app.post("/login", { username: "ada", password: PASSWORD });
      },
    ));
  });

  test("a request is a span named by its route, as the conventions have it", () => {
    const [profile] = collector.named(PROFILE);
    expect(profile?.attributes).toEqual({
      "http.request.method": "GET",
      "http.route": PROFILE.replace("GET ", ""),
      "http.response.status_code": 200,
      "microblog.request.id": requestId as string,
    });
    expect(profile?.kind).toBe(2); // a server
    expect(profile?.failed).toBe(false);
    expect(collector.named("GET none")[0]?.attributes["http.response.status_code"]).toBe(404);
    expect(collector.resource).toMatchObject({ "service.name": "microblog", "service.version": "0.1.0" });
  });

  test("it goes on the trace that the proxy has begun; others begin one", () => {
    const [profile] = collector.named(PROFILE);
    expect([profile?.traceId, profile?.parentSpanId]).toEqual([TRACE, "b7ad6b7169203331"]);
    const [search] = collector.named("GET /search");
    expect(search?.traceId).not.toBe(TRACE);
    expect(search?.parentSpanId ?? "").toBe("");
  });

  test("its statements are spans within it, by their shape", () => {
    const [profile] = collector.named(PROFILE);
    const statements = childrenOf(collector, profile as ToldSpan);
    expect(statements.map(({ name }) => name)).toContain("select posts");
    for (const { began, ended, kind, attributes } of statements) {
      expect(kind).toBe(3); // a client
      expect(attributes["db.system.name"]).toBe("mysql");
      expect(ended >= began && began >= (profile?.began ?? 0n) - 1_000_000n).toBe(true);
      expect(ended <= (profile?.ended ?? 0n) + 1_000_000n).toBe(true);
    }
    const texts = statements.map(({ attributes }) => attributes["db.query.text"]).join("\n");
    expect(texts).toMatch(/select .* from `posts` .*\?/s);
  });

  test("the collector gets JSON, and the headers that it asks for", () => {
    for (const header of [
      ["authorization", "Bearer a-key"],
      ["x-place", "lake"],
      ["content-type", "application/json"],
    ])
      expect(collector.heard).toContain(JSON.stringify(header));
  });

  test("nothing is told of what was asked for or said, of who came, or from where", () => {
    expect(collector.heard.length).toBeGreaterThan(1000);
    expect(collector.heard).not.toMatch(
      /\bada\b|876543210123456|lovelace|nothing-here|correct horse|\$argon2|example\.org/i,
    );
    const body = collector.heard.replaceAll(/^POST \S+ \[.*?\] /gm, "");
    expect(body).not.toContain("127.0.0.1");
  });
});

test.each([
  ["select `a`, count(*) from `posts` where `a` in (?, ?)", "select posts"],
  ["select `a`, (select count(*) from `follows` where `b` = `c`) as `n` from `posts`", "select posts"],
  [
    "select ifnull((select `a` from `likes` where (`b` = ?)), ')') from `posts` join `users` on true",
    "select posts",
  ],
  [
    "select `a` from (select `b` from `home_rows` limit ?) as `h` join `posts` on `b` = `a`",
    "select home_rows",
  ],
  ["select (select 1 from `a` limit 1) from (select (select 2 from `b`) from `c`) as `d`", "select c"],
  ["(select `a` from `posts` limit ?) union all (select `a` from `likes`)", "select posts"],
  ["select * from ((select `a` from `posts`) union (select `a` from `likes`)) as `u`", "select posts"],
  ["insert into `posts` (`a`) select (select max(`b`) from `likes`) from `users`", "insert posts"],
  ["update `users` set `n` = (select count(*) from `posts`) where `id` = ?", "update users"],
  ["delete from `jobs` where `id` in (select `id` from `posts`)", "delete jobs"],
  ["select exists (select 1 from `posts`)", "select"],
  ["start transaction", "start"],
])("the span of %s is called %s", (text, name) => {
  expect(nameOf(text)).toBe(name);
});

test("a job is a span, one that fails too; and a visitor's own word on a trace counts for nothing", async () => {
  const { ada } = await people();
  await db.delete(jobs);
  await transact(async (tx) => {
    await enqueue(tx, "wake", { readerId: ada.id });
    await enqueue(tx, "remove-archive", { file: "\0" });
  });
  const { collector } = await told({ WORKER: "on" }, async (app) => {
    await fetch(`${app.address}/explore`, { headers: TRACEPARENT });
    while ((await db.$count(jobs)) > (await waiting())) await Bun.sleep(20);
  });
  const [wake] = collector.named("job wake");
  expect(wake?.attributes).toEqual({ "microblog.job.kind": "wake", "microblog.job.attempts": 1 });
  expect(childrenOf(collector, wake as ToldSpan).length).toBeGreaterThan(0);
  const [failed] = collector.named("job remove-archive");
  expect(failed?.failed).toBe(true);
  expect(collector.named("GET /explore")).toHaveLength(1);
  expect(collector.heard).not.toContain(TRACE);
  await db.delete(jobs);
});

/** Of what is left, that nothing can be done about now. */
const waiting = async () => (await db.select().from(jobs)).filter(({ runAt }) => runAt > new Date()).length;

describe("a collector that", () => {
  let silent: Bun.TCPSocketListener<undefined>;
  beforeAll(() => {
    silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  });
  afterAll(() => silent.stop(true));

  test.each([
    ["is away", () => "http://127.0.0.1:9"],
    ["takes all and says nothing", () => `http://127.0.0.1:${silent.port}`],
  ])("%s costs a line in the log, and no page", async (_, address) => {
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: address(), LOG_LEVEL: "warn" };
    const statuses: number[] = [];
    const { app, code } = await told(settings, async (app) => {
      // More than a batch, so that it is sent at once.
      for (let n = 0; n < 11; n++) {
        const visits = Array.from({ length: 50 }, () => fetch(`${app.address}/livez`));
        statuses.push(...(await Promise.all(visits)).map(({ status }) => status));
      }
      await app.says("does not take traces");
    });
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(code).toBe(0);
    expect(app.lines.filter((line) => line.includes("does not take traces"))).toHaveLength(1);
  });
});

test("without one nothing of it is loaded", async () => {
  const loaded = async (settings: Record<string, string>) => {
    const start = "await (await import('./src/tracing.ts')).startTracing()";
    const ask = "console.log(Object.keys(require.cache).filter((path) => /opentelemetry/.test(path)).length)";
    const child = Bun.spawn([process.execPath, "-e", `${start}; ${ask}`], {
      env: { ...process.env, ...settings },
      stdout: "pipe",
    });
    return Number(await new Response(child.stdout).text());
  };
  expect(await loaded({})).toBe(0);
  expect(await loaded({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" })).toBeGreaterThan(10);
});
