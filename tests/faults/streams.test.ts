import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, type PrivateServer, startPrivateServer } from "../../db/private-server.ts";
import { type AppProcess, startApp } from "../support/app-process.ts";
import { StreamReader } from "../support/stream.ts";

/* Streams of an app process, while another process on the same database does what they tell of. */

setDefaultTimeout(60_000);

/** From the answer to whoever acts until whoever listens knows. */
const SOON_MS = 2000;

let data: string;
let database: PrivateServer;
let here: AppProcess;
let there: AppProcess;
let ada: string;
let grace: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "microblog-streams-"));
  database = await startPrivateServer({ data, durable: false });
  await createDatabase(database.url("microblog"));
  there = await start();
  here = await start();
  [ada, grace] = [await register("ada"), await register("grace")];
  await there.post("/@grace/follow", {}, { cookie: ada });
});

/** Ada has read what grace wrote to her, also when a test is tried again. */
beforeEach(() => fetch(`${there.address}/messages/@grace`, { headers: { cookie: ada } }));

afterAll(async () => {
  await Promise.all([here, there].map((app) => app.end("SIGTERM")));
  await database.stop();
  await rm(data, { recursive: true, force: true });
});

const start = () =>
  startApp({ DATABASE_URL: database.url("microblog"), RATE_LIMITS: "off", LOG_LEVEL: "warn" });

async function register(username: string): Promise<string> {
  const password = `${username} at the lake`;
  const account = { username, email: `${username}@example.org`, password, passwordConfirm: password };
  return cookieOf(await there.post("/register", account));
}

async function signIn(username: string): Promise<string> {
  return cookieOf(await there.post("/login", { username, password: `${username} at the lake` }));
}

function cookieOf(response: Response): string {
  const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith("session="));
  if (!session) throw new Error(`No session, but ${response.status}`);
  return session.split(";")[0] ?? "";
}

const listen = (cookie: string, app = here) => StreamReader.open(`${app.address}/live`, cookie);

async function within(work: Promise<unknown>, most = SOON_MS): Promise<number> {
  const begun = performance.now();
  await Promise.race([work, Bun.sleep(most + 3000)]);
  const took = performance.now() - begun;
  expect(took).toBeLessThan(most);
  return took;
}

test("a message, a follow and a post in another process are told within two seconds", async () => {
  const stream = await listen(ada);
  await stream.next("messages-waiting");
  await there.post("/messages/@ada", { body: "Hello" }, { cookie: grace });
  await within(stream.next("1 unread message<"));
  await there.post("/@ada/follow", {}, { cookie: grace });
  await within(stream.next(">1 unread<"));
  await there.post("/posts", { body: "A post" }, { cookie: grace });
  await within(stream.next("fresh"));

  const said = stream.messages.length;
  await Bun.sleep(3000);
  expect(stream.messages.slice(said)).toEqual([]); // nothing changed, nothing said
  await fetch(`${there.address}/messages/@grace`, { headers: { cookie: ada } });
  await stream.next("messages-waiting", said);
  expect(stream.messages.at(-1)?.data).not.toContain("unread message");
  stream.close();
});

test("streams outlast the idle time of the server", async () => {
  const stream = await listen(ada);
  await Promise.race([stream.closed.then(() => Promise.reject(new Error("closed"))), Bun.sleep(12_000)]);
  stream.close();
});

test("signing out elsewhere closes the streams of that session, and of no other", async () => {
  const [leaving, staying] = [await signIn("grace"), await signIn("grace")];
  const [first, second, other] = [await listen(leaving), await listen(leaving), await listen(staying)];
  await there.post("/logout", {}, { cookie: leaving });
  await within(Promise.all([first.closed, second.closed]));
  expect(first.messages.at(-1)?.event).toBe("over");
  expect(await Promise.race([other.closed.then(() => "closed"), Bun.sleep(1500)])).toBeUndefined();
  other.close();
});

test("when all have left nothing is asked, and who comes back is told again", async () => {
  const logged = here.lines.length;
  const left = await listen(ada);
  await left.next("messages-waiting");
  left.close();
  await Bun.sleep(2500);
  expect(here.lines.slice(logged).filter((line) => !line.includes("slow statement"))).toEqual([]);
  const stream = await listen(ada);
  await there.post("/messages/@ada", { body: "There again" }, { cookie: grace });
  await stream.next("1 unread message<");
  await fetch(`${there.address}/messages/@grace`, { headers: { cookie: ada } });
  stream.close();
});

test("while the database is paused, streams stay and say nothing; afterwards they go on", async () => {
  const stream = await listen(ada);
  await stream.next("messages-waiting");
  const before = { said: stream.messages.length, logged: here.lines.length };
  const folder = database.version.startsWith("mariadb") ? "mariadb" : "mysql";
  const pid = Number(readFileSync(join(data, folder, "server.pid"), "utf8"));
  process.kill(pid, "SIGSTOP");
  await Bun.sleep(6000).finally(() => process.kill(pid, "SIGCONT"));
  expect(stream.messages.length).toBe(before.said);
  const lines = here.lines.slice(before.logged).filter((line) => line.includes("streams wait"));
  expect(lines).toHaveLength(1);

  const sent = await there.post("/messages/@ada", { body: "Back again" }, { cookie: grace });
  expect(sent.status).toBe(303);
  await stream.next("1 unread message<", before.said);
  stream.close();
});

test("a process that is told to end does so with streams open, and says when to come back", async () => {
  const app = await start();
  const open = await Promise.all([ada, ada, grace].map((cookie) => listen(cookie, app)));
  const begun = performance.now();
  expect(await app.end("SIGTERM")).toBe(0);
  expect(performance.now() - begun).toBeLessThan(4000);
  await Promise.all(open.map((stream) => stream.closed));
  for (const stream of open) {
    const { event, retry } = stream.messages.at(-1) ?? {};
    expect(event).toBe("bye");
    expect(retry).toBeWithin(1000, 5001);
  }
});
