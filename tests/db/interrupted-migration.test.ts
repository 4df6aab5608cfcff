/** Migrations that were ended in the middle, by this version or by one that noted nothing. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/mysql2";
import { migrate as migrateByDrizzle } from "drizzle-orm/mysql2/migrator";
import mysql, { type RowDataPacket } from "mysql2/promise";
import { applyMigrations } from "../../db/apply-migrations.ts";
import { migrate, migrationStatus } from "../../db/migrate.ts";
import { makeRecord } from "../../db/migration-record.ts";
import { EmptyDatabases } from "../support/empty-databases.ts";
import { ask } from "../support/everything.ts";
import { Ended, mortal, POINTS } from "../support/mortal.ts";
import { schemaOf } from "../support/schema-of.ts";

const databases = new EmptyDatabases("interrupted");
const migrationsFolder = join(import.meta.dirname, "../../db/migrations");
const MIGRATIONS = readMigrationFiles({ migrationsFolder });
const [START] = MIGRATIONS as [MigrationMeta];

let whole: RowDataPacket[][];

beforeAll(async () => {
  const url = await databases.make();
  await onto(url, (connection) => migrateByDrizzle(drizzle(connection), { migrationsFolder }));
  whole = await schemaOf(url);
});

afterAll(() => databases.drop());

async function onto<T>(url: string, work: (connection: mysql.Connection) => Promise<T>): Promise<T> {
  const connection = await mysql.createConnection(url);
  try {
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

/** Migrates, and is ended at one point after the other; answers how often. */
async function migrateAndEnd(url: string, migrations: MigrationMeta[]): Promise<number> {
  const statements = new Set(migrations.flatMap(({ sql }) => sql));
  for (let ends = 0; ; ends++) {
    const point = POINTS[ends % POINTS.length] as (typeof POINTS)[number];
    const fault = await onto(url, (connection) =>
      applyMigrations(mortal(connection, statements, point), migrations).catch((error) => error),
    );
    if (fault === undefined) return ends;
    if (!(fault instanceof Ended)) throw fault;
  }
}

test("what was ended before and after every statement is at last what Drizzle's own migrator makes in one go", async () => {
  const url = await databases.make();

  const ends = await migrateAndEnd(url, MIGRATIONS);

  const statements = MIGRATIONS.flatMap(({ sql }) => sql).length;
  expect(ends).toBeGreaterThanOrEqual(2 * (statements - 1)); // of four ends, two leave a statement behind
  expect(await schemaOf(url)).toEqual(whole);
});

test("a change to rows is made once, and what is dropped is gone, wherever it was ended", async () => {
  const url = await databases.make();
  const made = (number: number, ...sql: string[]) => ({
    sql,
    folderMillis: number,
    hash: `${number}`,
    bps: true,
  });

  await migrateAndEnd(url, [
    made(1, "create table `a` (`n` int, `m` int, key `of_m` (`m`))", "insert into `a` values (1, 1)"),
    made(2, "update `a` set `n` = `n` * 2", "drop index `of_m` on `a`", "alter table `a` drop column `m`"),
    made(3, "create table `b` (`n` int)", "insert into `b` select `n` + 1 from `a`", "drop table `a`"),
    made(4, "update `b` set `n` = `n` * 7"),
  ]);

  expect(await ask("select * from b", url)).toEqual([{ n: 21 }] as RowDataPacket[]);
  expect(await ask("select hash, created_at from __drizzle_migrations order by id", url)).toEqual(
    [1, 2, 3, 4].map((number) => ({ hash: `${number}`, created_at: number })) as RowDataPacket[],
  );
});

test("one that is under way is pending, and going on with it is said in one line", async () => {
  const url = await databases.make();
  const statements = new Set([START.sql[30] as string]);
  await onto(url, (connection) =>
    applyMigrations(mortal(connection, statements, "answered"), MIGRATIONS),
  ).catch(() => {});
  const { applied, pending, unknown } = await migrationStatus(url);
  expect([applied, pending.length, unknown]).toEqual([[], MIGRATIONS.length, 0]);

  const said: string[] = [];
  await migrate(url, { say: (line) => said.push(line) });
  await migrate(url, { say: (line) => said.push(line) });

  expect(said).toEqual(["Taking up a migration that was begun before."]);
  expect(await schemaOf(url)).toEqual(whole);
});

describe("what a version that noted nothing left half-made", () => {
  /** As Drizzle's migrator leaves it when it is killed after so many statements. */
  async function leave(count: number): Promise<string> {
    const url = await databases.make();
    await onto(url, async (connection) => {
      await makeRecord(connection);
      let left = count;
      for (const { sql, hash, folderMillis } of MIGRATIONS) {
        for (const statement of sql.slice(0, left)) await connection.query(statement);
        left -= sql.length;
        if (left <= 0) break;
        await connection.query("insert into __drizzle_migrations (hash, created_at) values (?, ?)", [
          hash,
          folderMillis,
        ]);
      }
    });
    return url;
  }

  test.each([1, 2, 20, START.sql.length, START.sql.length + 1])(
    "after %d statements is taken up",
    async (count) => {
      const url = await leave(count);
      await migrate(url);
      expect(await schemaOf(url)).toEqual(whole);
    },
  );

  test("with a row in it is left alone, and so it is the next time", async () => {
    const url = await leave(START.sql.length);
    await ask("insert into settings values ('a', 'b')", url);
    const before = await schemaOf(url);

    for (let times = 0; times < 2; times++)
      await expect(migrate(url)).rejects.toThrow("it has tables of unknown origin (");

    expect(await schemaOf(url)).toEqual(before);
  });
});

test.each([
  ["one of our names", ["users", "authors"], "users"],
  ["our first one alone", ["authenticators"], "authenticators"],
])(
  "a database with somebody else's tables, %s, is refused, every time, and nothing in it is changed",
  async (_, tables, told) => {
    const url = await databases.make();
    for (const table of tables) await ask(`create table ${table} (id int)`, url);

    for (let times = 0; times < 2; times++)
      await expect(migrate(url)).rejects.toThrow(
        `The database cannot be migrated: it has tables of unknown origin (${told}). Give MicroBlog a database of its own`,
      );

    expect(await ask("show tables", url)).toHaveLength(tables.length);
  },
);

test("what was made by hand is refused until it is away, and then the rest is done", async () => {
  const url = await databases.make();
  await migrate(url, { upTo: "0000_start" });
  await ask("insert into settings values ('a', 'b')", url);
  await ask("create index notifications_actor on notifications (kind)", url);

  for (let times = 0; times < 2; times++)
    await expect(migrate(url)).rejects.toThrow("The database cannot be migrated: Duplicate key name");
  await ask("drop index notifications_actor on notifications", url);
  await migrate(url);

  expect(await schemaOf(url)).toEqual(whole);
});
