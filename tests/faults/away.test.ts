/* A database server that is paused, stopped, or throws its connections away. Each on a server of the test's own. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { isDatabaseAway } from "../../db/faults.ts";
import { migrate } from "../../db/migrate.ts";
import {
  createDatabase,
  newSocket,
  type PrivateServer,
  startPrivateServer,
} from "../../db/private-server.ts";
import { env } from "../../src/env.ts";

setDefaultTimeout(30_000);

const data = await mkdtemp(join(tmpdir(), "microblog-away-"));
const socket = newSocket();
const start = () => startPrivateServer({ data, socket });

let server: PrivateServer;
let client: typeof import("../../db/client.ts");

beforeAll(async () => {
  server = await start();
  await createDatabase(server.url("away"));
  client = await clientOf(server.url("away"));
});

afterAll(async () => {
  await client.closeDatabase();
  await server.stop();
  await rm(data, { recursive: true });
});

/** The client once more, with a pool of its own for another database. */
async function clientOf(url: string): Promise<typeof client> {
  const usual = env.DATABASE_URL;
  env.DATABASE_URL = url;
  const another = await import(`../../db/client.ts?of=${encodeURIComponent(url)}`);
  env.DATABASE_URL = usual;
  return another;
}

const signal = (name: "SIGSTOP" | "SIGCONT") => {
  const folder = server.version.startsWith("mariadb") ? "mariadb" : "mysql";
  process.kill(Number(readFileSync(join(data, folder, "server.pid"), "utf8")), name);
};

/** Pauses the server. Not all of its threads stop at once: one may still answer for a moment. */
async function pause() {
  signal("SIGSTOP");
  await Bun.sleep(100);
}

const goOn = () => signal("SIGCONT");

const ask = () => client.db.execute(sql`select 1`);
const askInTransaction = () => client.db.transaction((tx) => tx.execute(sql`select 1`));

/** What is measured in tenths of a second is measured again where the machine was busy with something else. */
const ONCE_MORE = { retry: 2 };

/** How a wish ended, and after how many milliseconds. */
async function outcome(wish: Promise<unknown>) {
  const began = performance.now();
  const error: unknown = await wish.then(
    () => null,
    (reason) => reason,
  );
  return { answered: error === null, away: isDatabaseAway(error), after: performance.now() - began };
}

test(
  "statements and transactions on a paused server end within 1.9 s, and the pool recovers",
  async () => {
    await Promise.all(Array.from({ length: 10 }, ask));
    await pause();
    const crowd = Array.from({ length: 50 }, (_, n) => outcome(n % 2 ? ask() : askInTransaction()));
    const outcomes = await Promise.all(crowd);
    const afterwards = await outcome(ask());
    goOn();

    for (const { answered, away, after } of [...outcomes, afterwards]) {
      expect({ answered, away }).toEqual({ answered: false, away: true });
      expect(after).toBeLessThan(1900);
    }
    expect(await outcome(ask())).toMatchObject({ answered: true });
    expect(await Promise.all(Array.from({ length: 50 }, ask))).toHaveLength(50);
  },
  ONCE_MORE,
);

test(
  "a transaction whose server is paused in the middle ends within 1.9 s, and leaves nothing behind",
  async () => {
    await client.db.execute(sql`create table if not exists notes (text varchar(20))`);

    let pausedAt = 0;
    const half = client.db.transaction(async (tx) => {
      await tx.execute(sql`insert into notes values ('half')`);
      await pause();
      pausedAt = performance.now();
      await tx.execute(sql`insert into notes values ('whole')`);
    });
    const { away } = await outcome(half);
    const after = performance.now() - pausedAt;
    goOn();

    expect(away).toBe(true);
    expect(after).toBeLessThan(1900);
    const [notes] = await client.db.execute(sql`select * from notes`);
    expect(notes).toHaveLength(0);
  },
  ONCE_MORE,
);

test("connections that the server throws away are replaced", async () => {
  await Promise.all(Array.from({ length: 10 }, ask));

  await throwConnectionsAway();

  expect(await Promise.all(Array.from({ length: 30 }, ask))).toHaveLength(30);
});

test("a stopped server refuses at once; when it is back, so is the pool", async () => {
  await server.stop();

  for (const wish of [ask, askInTransaction]) {
    const { answered, away, after } = await outcome(wish());
    expect({ answered, away }).toEqual({ answered: false, away: true });
    expect(after).toBeLessThan(500);
  }

  server = await start();
  expect(await outcome(ask())).toMatchObject({ answered: true });
});

test("migrations wait for a server that is not up yet, and say so once", async () => {
  await server.stop();
  const said: string[] = [];

  const migrating = migrate(server.url("away"), { say: (line) => said.push(line) });
  await Bun.sleep(700);
  server = await start();
  await migrating;

  expect(said).toEqual(["Waiting for the database."]);
});

test("migrations do not wait for ever", async () => {
  const nowhere = migrate("mysql://root@localhost/x?socketPath=/nobody/listens-here", {
    enough: AbortSignal.timeout(100),
  });

  expect(await outcome(nowhere)).toMatchObject({ answered: false, away: true });
});

async function throwConnectionsAway() {
  const others = sql`select id from information_schema.processlist where db = database() and id <> connection_id()`;
  const [rows] = await client.db.execute(others);
  for (const { id } of rows as unknown as { id: number }[]) await client.db.execute(sql.raw(`kill ${id}`));
  await Bun.sleep(20); // the ends of the connections arrive
}
