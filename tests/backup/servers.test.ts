/**
 * A backup moves between MariaDB and MySQL. Where both are there: `.ci/mysql` names a MySQL in TEST_DATABASE_URL, the
 * MariaDB is this machine's.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { is } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import { getTableConfig, MySqlTable } from "drizzle-orm/mysql-core";
import mysql from "mysql2/promise";
import { backUp } from "../../db/backup/back-up.ts";
import { readManifest } from "../../db/backup/manifest.ts";
import { restore } from "../../db/backup/restore.ts";
import { CONNECTION } from "../../db/client.ts";
import { findServer } from "../../db/find-server.ts";
import { migrate } from "../../db/migrate.ts";
import { createDatabase, type PrivateServer, startPrivateServer } from "../../db/private-server.ts";
import * as schema from "../../db/schema.ts";
import { env } from "../../src/env.ts";
import { ask, everything } from "../support/everything.ts";

const isMysql = async () => !String((await ask("select version() as v"))[0]?.v).includes("MariaDB");
const bothAreThere =
  process.env.TEST_DATABASE_URL !== undefined &&
  (await isMysql()) &&
  (await findServer().catch(() => null))?.engine === "mariadb";

const NAMES = ["moved_from", "moved_to"] as const;

/** The least and the most that a column takes, and what goes wrong where text or times are touched on their way. */
const HARD = "\\' \" ; \0\u0001\u001a\r\n\t% 🦊 السلام ​ 東京 e\u0301 ß İ  ";
const BYTES = Buffer.from([0, 0xff, 0x27, 0x5c, 0x0a, 0x1a, 0x22, 0x80, 0xc3, 0x28]);

function valuesFor(type: string): [least: unknown, most: unknown] {
  const length = Number(/\((\d+)\)/.exec(type)?.[1] ?? 0);
  if (type.startsWith("bigint unsigned")) return ["0", "18446744073709551615"];
  if (type === "int unsigned") return [0, 4_294_967_295];
  if (type === "tinyint unsigned") return [0, 255];
  if (type === "int") return [-2_147_483_648, 2_147_483_647];
  if (type === "boolean") return [0, 1];
  if (type === "datetime(3)") return ["1970-01-01 00:00:00.001", "2026-03-29 02:30:59.999"];
  if (type.startsWith("binary")) return [Buffer.alloc(length), Buffer.alloc(length, BYTES)];
  if (type.startsWith("varchar")) return ["", [...HARD.repeat(30)].slice(0, length).join("")];
  if (type === "text") return ["", HARD.repeat(900)];
  const [least, most] = [...type.matchAll(/'(\w+)'/g)].map(([, value]) => value);
  if (type.startsWith("enum") && most !== undefined) return [least, most];
  throw new Error(`No values for a column of ${type}.`);
}

const tables = Object.values(schema).filter((table) => is(table, MySqlTable));

/** Two rows in each table: one of the most in all its columns, one of the least, or nothing where that may be. */
async function fill(url: string) {
  const casing = new CasingCache("snake_case");
  const connection = await mysql.createConnection({ ...CONNECTION, uri: url });
  for (const table of tables) {
    const { name, columns } = getTableConfig(table);
    const names = columns.map((column) => `\`${casing.getColumnCasing(column)}\``).join(", ");
    const rows = [0, 1].map((most) =>
      columns.map((column) => {
        const value = valuesFor(column.getSQLType())[most];
        return most === 0 && !column.notNull ? null : value;
      }),
    );
    await connection.query(`insert into \`${name}\` (${names}) values ?`, [rows]);
  }
  await connection.end();
}

describe.if(bothAreThere)("a backup", () => {
  let mariadb: PrivateServer;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "microblog-moved-"));
    mariadb = await startPrivateServer({ data: join(directory, "mariadb"), durable: false });
  });
  afterAll(async () => {
    for (const name of NAMES) await ask(`drop database if exists ${name}`);
    await mariadb.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const onMysql = (name: string) => Object.assign(new URL(env.DATABASE_URL), { pathname: `/${name}` }).href;
  const onMariadb = (name: string) => mariadb.url(name);

  beforeEach(async () => {
    for (const name of NAMES) {
      await ask(`drop database if exists ${name}`);
      await ask(`drop database if exists ${name}`, onMariadb("mysql"));
    }
  });

  test.each([
    ["MariaDB", "MySQL", onMariadb, onMysql, /MariaDB/],
    ["MySQL", "MariaDB", onMysql, onMariadb, /^[\d.]+[\w-]*$/],
  ])("of %s is restored on %s, every value of every table as it was", async (_, __, from, to, server) => {
    const [source, target] = [from(NAMES[0]), to(NAMES[1])];
    await createDatabase(source);
    await createDatabase(target);
    await migrate(source);
    await fill(source);

    const folder = await backUp({ url: source, directory, version: "1.2.3" });
    expect((await readManifest(folder, undefined)).server).toMatch(server);
    await restore({ url: target, folder });

    const before = await everything(source);
    expect(Object.keys(before)).toHaveLength(tables.length);
    for (const rows of Object.values(before)) expect(rows).toHaveLength(2);
    expect(await everything(target)).toEqual(before);
  });
});
