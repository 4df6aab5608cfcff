import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mysql from "mysql2/promise";
import { createDatabase, type PrivateServer, startPrivateServer } from "../../db/private-server.ts";
import { type AppProcess, startApp } from "../support/app-process.ts";

/*
 * The app is killed with -9, again and again, while two people write to each other. Each message that was acknowledged
 * is there once, and what is unread is what the messages say. The clients do what people would: they send again.
 */

const MESSAGES = process.env.LONG ? 1000 : 100;
const KILLS = 3;

let data: string;
let database: PrivateServer;
let app: AppProcess;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "microblog-messages-"));
  database = await startPrivateServer({ data, durable: false });
  await createDatabase(database.url("microblog"));
  app = await startApp({ DATABASE_URL: database.url("microblog"), RATE_LIMITS: "off", LOG_LEVEL: "info" });
});

afterAll(async () => {
  await app.end("SIGTERM");
  await database.stop();
  await rm(data, { recursive: true, force: true });
});

test(`kill -9 in the middle of ${MESSAGES} messages loses none and doubles none`, async () => {
  const [ada, grace] = [await register("ada"), await register("grace")];
  await send(ada, "/@grace/follow", {});
  await send(grace, "/@ada/follow", {});

  const numbers = Array.from({ length: MESSAGES }, (_, number) => number);
  const upcoming = [...numbers];
  const kills = Array.from({ length: KILLS }, (_, kill) => Math.floor(((kill + 1) * MESSAGES) / (KILLS + 1)));
  const writer = async (cookie: string, to: string) => {
    for (let number = upcoming.shift(); number !== undefined; number = upcoming.shift()) {
      if (kills.includes(number)) void restartApp();
      await send(cookie, `/messages/@${to}`, { body: `number ${number}`, key: `key-${number}` });
    }
  };
  await Promise.all([writer(ada, "grace"), writer(grace, "ada"), writer(ada, "grace"), writer(grace, "ada")]);

  const connection = await mysql.createConnection(database.url("microblog"));
  const ask = async (statement: string) => (await connection.query(statement))[0] as Record<string, number>[];
  const bodies = await ask("select substring(body, 8) + 0 as number from messages order by 1");
  expect(bodies.map(({ number }) => number)).toEqual(numbers);
  const sides = await ask(`select unread, last_id, other_id,
    (select count(*) from messages where sender_id = other_id) as written,
    (select max(id) from messages) as newest from conversation_sides`);
  expect(sides.length).toBe(2);
  for (const { unread, last_id, written, newest } of sides) {
    expect({ unread, last_id }).toEqual({ unread: written ?? 0, last_id: newest ?? 0 });
  }
  await connection.end();

  const log = app.lines.join("\n");
  expect(log).toContain("/messages/");
  expect(log).not.toContain("number ");
}, 180_000);

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

async function restartApp() {
  await app.end("SIGKILL");
  app = await startApp({
    DATABASE_URL: database.url("microblog"),
    RATE_LIMITS: "off",
    LOG_LEVEL: "info",
    PORT: app.port,
  });
}
