import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createDatabase,
  newSocket,
  type PrivateServer,
  startPrivateServer,
} from "../../db/private-server.ts";
import { type AppProcess, startApp } from "../support/app-process.ts";

/*
 * Everything is killed with -9 while someone publishes: the app, then the database under it. What was acknowledged must
 * be there once and reach every follower. The client does what a person would: it sends the same form again.
 */

const POSTS = process.env.LONG ? 1000 : 150;
const KILL_APP_AT = Math.floor(POSTS / 3);
const KILL_DATABASE_AT = Math.floor((POSTS * 2) / 3);
const FOLLOWERS = ["grace", "linus", "edsger"];

const socket = newSocket();
let data: string;
let database: PrivateServer;
let app: AppProcess;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "microblog-kill-"));
  database = await startPrivateServer({ data, socket });
  await createDatabase(database.url("microblog"));
  app = await startApp({ DATABASE_URL: database.url("microblog") });
});

afterAll(async () => {
  await app.end("SIGTERM");
  await database.stop();
  await rm(data, { recursive: true, force: true });
});

test("kill -9 of the app and of the database loses no post, doubles none, and each reaches every follower", async () => {
  const ada = await register("ada");
  const followers = await Promise.all(FOLLOWERS.map(register));
  for (const follower of followers) await send(follower, "/@ada/follow", {});

  const numbers = Array.from({ length: POSTS }, (_, number) => number);
  const upcoming = [...numbers];
  const writer = async () => {
    for (let number = upcoming.shift(); number !== undefined; number = upcoming.shift()) {
      if (number === KILL_APP_AT) void restartApp();
      if (number === KILL_DATABASE_AT) void restartDatabase();
      await send(ada, "/posts", { body: `number ${number}`, key: `key-${number}` });
    }
  };
  await Promise.all([writer(), writer(), writer(), writer()]);

  expect(sorted(await readAll(ada, "/@ada"))).toEqual(numbers);
  for (const follower of followers) expect(sorted(await readAllWhenThere(follower))).toEqual(numbers);
}, 180_000);

const sorted = (numbers: number[]) => numbers.toSorted((a, b) => a - b);

/** Posts a form again and again until it is acknowledged. */
async function send(cookie: string, path: string, fields: Record<string, string>): Promise<Response> {
  for (;;) {
    const response = await app.post(path, fields, { cookie }).catch(() => null);
    if (response?.status === 303) return response;
    if (response !== null && response.status !== 503) throw new Error(`${path} answered ${response.status}`);
    await Bun.sleep(20);
  }
}

async function register(username: string): Promise<string> {
  const password = `${username} at the lake`;
  const account = { username, email: `${username}@example.org`, password, passwordConfirm: password };
  const response = await send("", "/register", account);
  const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith("session="));
  return session?.split(";")[0] ?? "";
}

/** The numbers of all posts on a timeline, read to its end. */
async function readAll(cookie: string, path: string): Promise<number[]> {
  const numbers: number[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const page: string = await (await fetch(app.address + next, { headers: { cookie } })).text();
    numbers.push(...page.matchAll(/>number (\d+)</g).map(([, number]) => Number(number)));
    next = /class="older" href="([^"]+)"/.exec(page)?.[1];
  }
  return numbers;
}

/** The job that was running when its worker was killed is taken up again when its lease ends. */
async function readAllWhenThere(cookie: string): Promise<number[]> {
  for (const until = Date.now() + 60_000; ; await Bun.sleep(200)) {
    const numbers = await readAll(cookie, "/");
    if (numbers.length >= POSTS || Date.now() > until) return numbers;
  }
}

async function restartApp() {
  await app.end("SIGKILL");
  app = await startApp({ DATABASE_URL: database.url("microblog"), PORT: app.port });
}

async function restartDatabase() {
  const engine = database.version.split(" ")[0] ?? "";
  process.kill(Number(readFileSync(join(data, engine, "server.pid"), "utf8")), "SIGKILL");
  await database.exited;
  database = await startPrivateServer({ data, socket });
}
