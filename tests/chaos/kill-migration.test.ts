import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mysql from "mysql2/promise";
import { migrate } from "../../db/migrate.ts";
import { readRecord } from "../../db/migration-record.ts";
import { createDatabase, startPrivateServer } from "../../db/private-server.ts";
import { EmptyDatabases } from "../support/empty-databases.ts";
import { schemaOf } from "../support/schema-of.ts";

/*
 * `bun run migrate` is killed with -9 in the middle of the first migration, again and again. What was done stays done, and
 * the last one, which nobody kills, makes the rest as if nothing had been.
 */

/** A little less than the first migration has. */
const STATEMENTS = 60;
const APART = 12;
const ROUNDS = process.env.LONG ? APART : 1; // so that it is killed after every one of them

const databases = new EmptyDatabases("killed");
let whole: Awaited<ReturnType<typeof schemaOf>>;

beforeAll(async () => {
  const url = await databases.make();
  await migrate(url);
  whole = await schemaOf(url);
});

afterAll(() => databases.drop());

test("kill -9 of a migration costs nothing but the time", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const url = await databases.make();
    const reached: number[] = [];
    for (let target = round; target < STATEMENTS; target += APART)
      reached.push(await killWhenDone(url, target));

    const last = migrateElsewhere(url);
    const said = Promise.all([new Response(last.stdout).text(), new Response(last.stderr).text()]);

    expect(await last.exited).toBe(0);
    expect((await said).join("")).toMatch(
      /^(Taking up a migration that was begun before\.\n)?The database is up to date\.\n$/,
    );
    expect(await schemaOf(url)).toEqual(whole);
    expect(new Set(reached.filter((done) => done < Infinity)).size).toBeGreaterThan(1);
  }
}, 600_000);

test.skipIf(!process.env.LONG)(
  "nor does kill -9 of the database under it",
  async () => {
    const data = await mkdtemp(join(tmpdir(), "microblog-killed-"));
    let faults = 0;
    for (const ms of [20, 40, 60, 80, 100, 120, 140, 160, 180, 200]) {
      const server = await startPrivateServer({ data });
      await createDatabase(server.url("killed"));
      const migrating = migrate(server.url("killed")).catch(() => faults++);
      await Bun.sleep(ms);
      const [engine = ""] = server.version.split(" ");
      process.kill(Number(await Bun.file(join(data, engine, "server.pid")).text()), "SIGKILL");
      await Promise.all([migrating, server.exited]);
    }
    const server = await startPrivateServer({ data });
    try {
      await migrate(server.url("killed"));
      expect(await schemaOf(server.url("killed"))).toEqual(whole);
      expect(faults).toBeGreaterThan(1);
    } finally {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    }
  },
  600_000,
);

const migrateElsewhere = (url: string) =>
  Bun.spawn([process.execPath, "src/cli/migrate.ts"], {
    cwd: `${import.meta.dirname}/../..`,
    env: { ...process.env, DATABASE_URL: url },
    stdout: "pipe",
    stderr: "pipe",
  });

/** Kills a process that migrates when so many statements are done, and answers how many then were. */
async function killWhenDone(url: string, target: number): Promise<number> {
  const connection = await mysql.createConnection(url);
  const done = async () => {
    const { had, progress } = await readRecord(connection);
    return had.size > 0 ? Infinity : (progress?.done ?? -1);
  };
  const before = await done();
  const child = migrateElsewhere(url);
  try {
    while ((await done()) < Math.max(target, before + 1) && child.exitCode === null);
    child.kill("SIGKILL");
    await child.exited;
    return await done();
  } finally {
    await connection.end();
  }
}
