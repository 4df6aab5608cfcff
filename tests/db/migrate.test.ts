import { afterAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/mysql2";
import mysql from "mysql2/promise";
import { migrate, migrationStatus } from "../../db/migrate.ts";
import { createDatabase } from "../../db/private-server.ts";
import { env } from "../../src/env.ts";

const made: string[] = [];

/** A new, empty database beside that of the tests. */
async function emptyDatabase(): Promise<string> {
  const url = new URL(env.DATABASE_URL);
  url.pathname += `_${made.length}`;
  await createDatabase(url.href);
  made.push(url.href);
  return url.href;
}

afterAll(async () => {
  for (const url of made) await ask(url, `drop database ${new URL(url).pathname.slice(1)}`);
});

async function ask(url: string, statement: string): Promise<unknown[]> {
  const connection = await mysql.createConnection(url);
  try {
    const [rows] = await drizzle(connection).execute(sql.raw(statement));
    return rows as unknown as unknown[];
  } finally {
    await connection.end();
  }
}

const tables = (url: string) => ask(url, "show tables");
const applied = (url: string) => ask(url, "select * from __drizzle_migrations");

test("a database is migrated from nothing; once more, nothing is done", async () => {
  const url = await emptyDatabase();

  await migrate(url);
  const first = await applied(url);
  await migrate(url);

  expect(first.length).toBeGreaterThan(0);
  expect(await applied(url)).toEqual(first);
  expect(await tables(url)).toHaveLength((await tables(env.DATABASE_URL)).length);
});

test("several processes that start at once migrate once", async () => {
  const url = await emptyDatabase();
  const migrateElsewhere = () =>
    Bun.spawn([process.execPath, "src/cli/migrate.ts"], {
      cwd: `${import.meta.dirname}/../..`,
      env: { ...process.env, DATABASE_URL: url },
      stdout: "pipe",
      stderr: "pipe",
    });

  const processes = [migrateElsewhere(), migrateElsewhere(), migrateElsewhere()];

  expect(await Promise.all(processes.map((one) => one.exited))).toEqual([0, 0, 0]);
  expect(await tables(url)).toHaveLength((await tables(env.DATABASE_URL)).length);
  expect(await applied(url)).toHaveLength((await applied(env.DATABASE_URL)).length);
});

test("what a database has had and has yet to have is told, and nothing is changed by asking", async () => {
  const url = await emptyDatabase();
  const { applied, pending, unknown } = await migrationStatus(url);
  expect([applied, unknown]).toEqual([[], 0]);
  expect(pending[0]).toBe("0000_start");
  expect(await tables(url)).toEqual([]);

  await migrate(url);
  expect(await migrationStatus(url)).toEqual({ applied: pending, pending: [], unknown: 0 });

  await ask(url, "insert into __drizzle_migrations (hash, created_at) values ('later', 4102444800000)");
  expect(await migrationStatus(url)).toEqual({ applied: pending, pending: [], unknown: 1 });
});

test("text is compared to the letter", async () => {
  const url = await emptyDatabase();

  await migrate(url);

  const collations = await ask(
    url,
    `select distinct collation_name as collation from information_schema.columns
      where table_schema = database() and collation_name is not null and table_name <> '__drizzle_migrations'`,
  );
  expect(collations).toEqual([{ collation: "utf8mb4_bin" }]);
});
