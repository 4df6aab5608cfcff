/** The database refuses, hangs or is not there yet: pages say so in time, and all is well again when it is. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "bun";
import {
  createDatabase,
  newSocket,
  type PrivateServer,
  socketUrl,
  startPrivateServer,
} from "../../db/private-server.ts";
import { type AppProcess, spawnApp, startApp } from "../support/app-process.ts";

/** How long any answer may take, in milliseconds. */
const IN_TIME = 2000;

/** For what a machine that is busy with other things might do too late. */
const ONCE_MORE = { retry: 2 };

setDefaultTimeout(20_000);

const socket = newSocket();
const DATABASE_URL = socketUrl(socket, "microblog");
let data: string;
let database: PrivateServer;
let app: AppProcess;
let ada: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "microblog-faults-"));
  database = await startPrivateServer({ data, socket });
  await createDatabase(DATABASE_URL);
  app = await startApp({ DATABASE_URL });
  ada = (await register("ada")).headers.get("Set-Cookie")?.split(";")[0] ?? "";
});

afterAll(async () => {
  resume();
  await app.end("SIGTERM");
  await database.stop();
  await rm(data, { recursive: true, force: true });
});

const post: AppProcess["post"] = (...form) => app.post(...form);

function register(username: string, headers?: Record<string, string>) {
  const passwords = { password: "correct horse battery", passwordConfirm: "correct horse battery" };
  return post("/register", { username, email: `${username}@example.org`, ...passwords }, headers);
}

const serverPid = () =>
  Number(readFileSync(join(data, database.version.split(" ")[0] ?? "", "server.pid"), "utf8"));

/** Comes back when the server stands still: on a busy machine the signal takes a while to reach its threads. */
async function pause() {
  const pid = serverPid();
  process.kill(pid, "SIGSTOP");
  while (!(await $`ps -o state= -p ${pid}`.text()).startsWith("T")) await Bun.sleep(5);
}

const resume = () => process.kill(serverPid(), "SIGCONT");

interface Kind {
  headers: Record<string, string>;
  says: string;
}

const kinds: Kind[] = [
  { headers: { "Accept-Language": "en" }, says: "<h1>Back in a moment</h1>" },
  { headers: { "Accept-Language": "es" }, says: "<h1>Volvemos enseguida</h1>" },
  {
    headers: { "HX-Request-Type": "partial" },
    says: "<p>We cannot answer just now. Please try again shortly.</p>",
  },
  { headers: { Accept: "application/json" }, says: '"message":"Back in a moment"' },
];

/** Everything that needs the database, asked for at once: each answer is a 503 in its own manner, and in time. */
async function expectAway() {
  const asked = kinds.flatMap(({ headers, says }) => [
    ...["/explore", "/@ada", "/posts/1", "/"].map((path) => ({
      says,
      ask: () => fetch(app.address + path, { headers }),
    })),
    ...["/", "/login", "/nothing"].map((path) => ({
      says,
      ask: () => fetch(app.address + path, { headers: { ...headers, Cookie: ada } }),
    })),
    { says, ask: () => post("/login", { username: "ada", password: "x" }, headers) },
    { says, ask: () => post("/posts", { body: "Hello" }, { ...headers, Cookie: ada }) },
  ]);
  const registering = kinds.map(({ headers, says }) => ({ says, ask: () => register("mary", headers) }));
  await Promise.all([...asked, ...registering].map(expectUnavailable));
}

async function expectUnavailable({ says, ask }: { says: string; ask: () => Promise<Response> }) {
  const began = performance.now();
  const response = await ask();
  const text = await response.text();
  expect(text).toContain(says);
  expect(text).not.toContain('href="/register"'); // they may well be signed in
  expect(response.status).toBe(503);
  expect(Number(response.headers.get("Retry-After"))).toBeGreaterThan(0);
  expect(response.headers.getSetCookie().join()).not.toContain("session");
  expect(performance.now() - began).toBeLessThan(IN_TIME);
}

/** What needs no database goes on meanwhile. */
async function expectAlive() {
  const login = await fetch(`${app.address}/login`);
  const script = /src="(\/assets\/[^"]+)"/.exec(await login.text())?.[1];
  for (const path of ["/livez", "/login", "/avatars/7.svg", script]) {
    expect((await fetch(`${app.address}${path}`, { signal: AbortSignal.timeout(1000) })).status).toBe(200);
  }
  expect((await fetch(`${app.address}/readyz`)).status).toBe(503);
}

/** Without a restart, the session of before still good. */
async function expectRecovery() {
  const until = performance.now() + IN_TIME;
  const isBack = async () => (await fetch(`${app.address}/readyz`)).ok;
  while (!(await isBack()) && performance.now() < until) await Bun.sleep(50);

  const pages = Array.from({ length: 20 }, () =>
    fetch(`${app.address}/settings/profile`, { headers: { Cookie: ada } }),
  );
  for (const page of await Promise.all(pages)) expect([page.status, page.redirected]).toEqual([200, false]);
}

describe("a database that is paused", () => {
  test(
    "is away for everyone in time, on connections old and new, and comes back by itself",
    async () => {
      await pause();
      try {
        await Promise.all([expectAway(), expectAlive()]);
        await expectAway();
      } finally {
        resume();
      }
      await expectRecovery();
    },
    ONCE_MORE,
  );

  test(
    "is away in time for what counts attempts, too: nothing goes on uncounted",
    async () => {
      const limiting = await startApp({ DATABASE_URL, RATE_LIMITS: "on" });
      const form = await (await fetch(`${limiting.address}/register`)).text();
      const shown = /name="shown" value="([^"]+)"/.exec(form)?.[1] ?? "";
      const passwords = { password: "correct horse battery", passwordConfirm: "correct horse battery" };
      const fields = { username: "mary", email: "mary@example.org", ...passwords, shown, website: "" };
      await Bun.sleep(2100); // as long as a person takes at least
      await pause();
      try {
        const ask = () => limiting.post("/register", fields);
        await expectUnavailable({ says: "<h1>Back in a moment</h1>", ask });
      } finally {
        resume();
        await limiting.end("SIGTERM");
      }
    },
    ONCE_MORE,
  );

  test("for a moment only makes pages late", async () => {
    await pause();
    const page = fetch(`${app.address}/explore`);
    await Bun.sleep(300);
    resume();
    expect((await page).status).toBe(200);
  });
});

test("a database that is stopped is away for everyone, and comes back by itself", async () => {
  await database.stop();
  await Promise.all([expectAway(), expectAlive()]);
  database = await startPrivateServer({ data, socket });
  await expectRecovery();
});

describe("SIGTERM", () => {
  test("ends the app in time, when the request in flight is answered", async () => {
    const another = await startApp({ DATABASE_URL });
    const idle = await fetch(`${another.address}/explore`);
    await idle.text();
    await pause();
    const inFlight = fetch(`${another.address}/explore`);
    await Bun.sleep(100);

    const began = performance.now();
    const ended = another.end("SIGTERM");
    await Bun.sleep(300);
    resume();

    expect((await inFlight).status).toBe(200);
    expect(await ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(IN_TIME);
  });

  test("ends it in time when the database hangs, too", async () => {
    const another = await startApp({ DATABASE_URL });
    await fetch(`${another.address}/explore`);
    await pause();
    const inFlight = fetch(`${another.address}/explore`);
    await Bun.sleep(100);

    const began = performance.now();
    const ended = another.end("SIGTERM");
    const [answer, code] = await Promise.all([inFlight, ended]).finally(resume);

    expect([answer.status, code]).toEqual([503, 0]);
    expect(performance.now() - began).toBeLessThan(IN_TIME);
  });
});

test("an app that is started before its database says so, and waits", async () => {
  await database.stop();
  const early = spawnApp({ DATABASE_URL, LOG_LEVEL: "info" });
  await early.says("Waiting for the database.");

  database = await startPrivateServer({ data, socket });

  await early.says("listening");
  expect((await fetch(`${early.address}/readyz`)).status).toBe(200);
  expect(early.lines.join("\n")).not.toContain(" at ");
  await early.end("SIGTERM");
});
