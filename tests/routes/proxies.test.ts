/** Limits in apps of their own: what they say at the start, and whom they count behind a proxy. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { limits, settings } from "../../db/schema.ts";
import { type AppProcess, startApp } from "../support/app-process.ts";
import { people } from "../support/people.ts";

const FORWARDED = { "X-Forwarded-For": "198.51.100.1" };
const WARNING = "Requests come through a proxy that TRUSTED_PROXIES does not count";
const OFF = "RATE_LIMITS=off";

const started: AppProcess[] = [];

async function start(more: Record<string, string>) {
  const app = await startApp({ RATE_LIMITS: "on", WORKER: "off", LOG_LEVEL: "warn", ...more });
  started.push(app);
  return app;
}

beforeEach(people);
afterEach(() => Promise.all(started.splice(0).map((app) => app.end("SIGTERM"))));

const guess = (app: AppProcess, headers = {}) =>
  app.post("/login", { username: "ada", password: "wrong" }, headers);

const said = (app: AppProcess, words: string) => app.lines.filter((line) => line.includes(words)).length;

const proxies = async (app: AppProcess) => (await (await fetch(`${app.address}/readyz`)).json()).proxies;

describe("behind a proxy that nobody declared", () => {
  test("limits for each address stand aside, those for each account do not, and it is said once, and shown", async () => {
    const app = await start({});
    expect(await proxies(app)).toBe("ok");

    for (let n = 0; n < 3; n++) expect((await guess(app, FORWARDED)).status).toBe(422);

    expect((await db.select().from(limits)).map(({ points }) => points)).toEqual([3]);
    await app.says(WARNING);
    expect(said(app, WARNING)).toBe(1);
    expect(await proxies(app)).toStartWith(WARNING);
  });
});

describe("behind a proxy that was declared", () => {
  test("each client is counted, and nothing is said", async () => {
    const app = await start({ TRUSTED_PROXIES: "1" });
    await guess(app, FORWARDED);
    await guess(app, { "X-Forwarded-For": "198.51.100.2" });
    await guess(app, { "X-Forwarded-For": "6.6.6.6, 198.51.100.2" });

    const points = (await db.select().from(limits)).map((row) => row.points);
    expect(points.sort()).toEqual([1, 2, 3]); // the one address, the other, and the account
    expect(said(app, WARNING)).toBe(0);
    expect(await proxies(app)).toBe("ok");
  });
});

test("limits that are off are complained about at the start, limits that are on are not", async () => {
  const [off, on] = await Promise.all([start({ RATE_LIMITS: "off" }), start({})]);
  await off.says(OFF);
  expect([said(off, OFF), said(on, OFF)]).toEqual([1, 0]);
  for (let n = 0; n < 12; n++) expect((await guess(off)).status).toBe(422);
  expect(await db.$count(limits)).toBe(0);
});

test("without SECRET_KEY apps that share a database share a key of its own", async () => {
  const apps = await Promise.all([start({ SECRET_KEY: "" }), start({ SECRET_KEY: "" })]);
  await Promise.all(apps.map((app) => guess(app)));

  const kept = await db.select().from(settings).where(eq(settings.key, "signing-key"));
  expect(kept.map(({ value }) => value.length)).toEqual([43]);
  expect((await db.select().from(limits)).map(({ points }) => points)).toEqual([2, 2]);
});
