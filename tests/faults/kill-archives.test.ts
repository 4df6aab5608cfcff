import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mysql, { type Connection } from "mysql2/promise";
import { createDatabase, type PrivateServer, startPrivateServer } from "../../db/private-server.ts";
import { firstIdAt } from "../../src/domain/ids.ts";
import { type AppProcess, startApp } from "../support/app-process.ts";
import { dataIn } from "../support/archives.ts";

/*
 * The app is killed with -9 in the middle of an export, and in the middle of an import. The next one finishes both: the
 * archive is whole, each post is there once, and nothing that was begun is left lying about.
 */

const POSTS = process.env.LONG ? 20_000 : 4000;
const BEGAN = Date.UTC(2026, 0, 2);

let folder: string;
let database: PrivateServer;
let connection: Connection;
let app: AppProcess;

const start = () =>
  startApp({
    ...{ DATABASE_URL: database.url("microblog"), RATE_LIMITS: "off" },
    UPLOADS_DIR: join(folder, "uploads"),
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "microblog-archives-"));
  database = await startPrivateServer({ data: join(folder, "data"), durable: false });
  await createDatabase(database.url("microblog"));
  app = await start();
  connection = await mysql.createConnection(database.url("microblog"));
});

afterAll(async () => {
  await connection.end();
  await app.end("SIGTERM");
  await database.stop();
  await rm(folder, { recursive: true, force: true });
});

test(`kill -9 in the middle of an export and an import of ${POSTS} posts`, async () => {
  const [ada, grace] = [await register("ada"), await register("grace")];
  await writeMuch("ada");

  await app.post("/settings/export", {}, { cookie: ada });
  await killWhen("select done > 0 as is_time from data_exports where state = 'running'");
  await until("select state = 'ready' as is_time from data_exports");
  const [[row]] = (await connection.query("select id from data_exports")) as unknown as [[{ id: number }]];
  const path = `${app.address}/settings/export/${row.id}/archive`;
  const archive = await (await fetch(path, { headers: { cookie: ada } })).bytes();
  expect((await dataIn(archive)).posts).toHaveLength(POSTS);

  const form = new FormData();
  form.set("archive", new File([archive], "archive.zip"));
  const headers = { cookie: grace };
  const sent = await fetch(`${app.address}/settings/export/import`, {
    ...{ method: "POST", body: form, headers, redirect: "manual" },
  });
  expect(sent.status).toBe(303);
  await killWhen("select done > 0 as is_time from data_imports where state = 'running'");
  await until("select state = 'done' as is_time from data_imports");
  expect(await ask("select total, done, brought, present, refused from data_imports")).toEqual([
    { total: POSTS, done: POSTS, brought: POSTS, present: 0, refused: 0 },
  ]);
  const counted = `select posts_count as kept, (select count(*) from posts where author_id = users.id) as counted,
    (select count(distinct body) from posts where author_id = users.id) as different
    from users where username = 'grace'`;
  expect(await ask(counted)).toEqual([{ kept: POSTS, counted: POSTS, different: POSTS }]);

  await until("select count(*) = 0 as is_time from jobs where run_at <= utc_timestamp(3)");
  expect(await readdir(join(folder, "uploads", "exports"))).toHaveLength(1 + (await leftUnfinished()));
  expect(await readdir(join(folder, "uploads", "imports"))).toEqual([]);
}, 120_000);

/** A file that was being written when the app was killed has a name of its own; housekeeping removes it after a day. */
const leftUnfinished = async () =>
  (await readdir(join(folder, "uploads", "exports"))).filter((name) => !name.endsWith(".zip")).length;

/** Kills the app once that is so, and starts another, for which the time of a lease has passed already. */
async function killWhen(isTime: string) {
  await until(isTime);
  await app.end("SIGKILL");
  const [running] = await connection.query("select kind from jobs where kind in ('export', 'import')");
  expect(running).toHaveLength(1);
  await connection.query("update jobs set locked_until = null");
  app = await start();
}

const ask = async (question: string) =>
  (await connection.query(question))[0] as Record<string, number | string>[];

async function until(question: string) {
  for (;;) {
    const [[row]] = (await connection.query(question)) as unknown as [[{ is_time: number } | undefined]];
    if (row?.is_time) return;
    await Bun.sleep(1);
  }
}

async function register(username: string): Promise<string> {
  const password = `${username} at the lake`;
  const account = { username, email: `${username}@example.org`, password, passwordConfirm: password };
  const response = await app.post("/register", account);
  const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith("session="));
  return session?.split(";")[0] ?? "";
}

async function writeMuch(username: string) {
  const [[author]] = (await connection.query(
    "select id from users where username = ?",
    username,
  )) as unknown as [[{ id: number }]];
  for (let from = 0; from < POSTS; from += 500) {
    const rows = Array.from({ length: 500 }, (_, n) => {
      const time = BEGAN + (from + n) * 60_000;
      return [
        firstIdAt(time),
        author.id,
        `Number ${from + n}`,
        new Date(time).toISOString().slice(0, 23).replace("T", " "),
      ];
    });
    await connection.query("insert into posts (id, author_id, body, created_at) values ?", [rows]);
  }
}
