import { afterAll, expect, test } from "bun:test";
import { migrate, migrationStatus } from "../../db/migrate.ts";
import { env } from "../../src/env.ts";
import { EmptyDatabases } from "../support/empty-databases.ts";
import { ask } from "../support/everything.ts";

const databases = new EmptyDatabases("new");

afterAll(() => databases.drop());

const tables = (url: string) => ask("show tables", url);
const applied = (url: string) => ask("select * from __drizzle_migrations", url);

test("a database is migrated from nothing; once more, nothing is done", async () => {
  const url = await databases.make();

  await migrate(url);
  const first = await applied(url);
  await migrate(url);

  expect(first.length).toBeGreaterThan(0);
  expect(await applied(url)).toEqual(first);
  expect(await tables(url)).toHaveLength((await tables(env.DATABASE_URL)).length);
});

test("several processes that start at once migrate once", async () => {
  const url = await databases.make();
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
  const url = await databases.make();
  const { applied, pending, unknown } = await migrationStatus(url);
  expect([applied, unknown]).toEqual([[], 0]);
  expect(pending[0]).toBe("0000_start");
  expect(await tables(url)).toEqual([]);

  await migrate(url);
  expect(await migrationStatus(url)).toEqual({ applied: pending, pending: [], unknown: 0 });

  await ask("insert into __drizzle_migrations (hash, created_at) values ('later', 4102444800000)", url);
  expect(await migrationStatus(url)).toEqual({ applied: pending, pending: [], unknown: 1 });
});

test("text is compared to the letter", async () => {
  const url = await databases.make();

  await migrate(url);

  const collations = await ask(
    `select distinct collation_name as collation from information_schema.columns
      where table_schema = database() and collation_name is not null and table_name <> '__drizzle_migrations'`,
    url,
  );
  expect(collations).toEqual([{ collation: "utf8mb4_bin" }] as typeof collations);
});
