import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { is } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import { getTableConfig, MySqlTable } from "drizzle-orm/mysql-core";
import { createConnection, type Connection as Driver } from "mysql2";
import type { Connection, RowDataPacket } from "mysql2/promise";
import { CONNECTION } from "../client.ts";
import { lastApplied } from "../migrate.ts";
import * as schema from "../schema.ts";
import { storeFile } from "./files.ts";
import { type Manifest, type StoredTable, writeManifest } from "./manifest.ts";

/** Where uploads live: each under a key, never changed once it is there. */
export interface Uploads {
  keys(): AsyncIterable<string>;
  read(key: string): Promise<Uint8Array | null>;
  write(key: string, content: Uint8Array): Promise<void>;
}

export interface BackUp {
  url: string;
  /** Where backups are kept; this one gets a folder of its own in it. */
  directory: string;
  version: string;
  secret?: string;
  uploads?: Uploads;
  onProgress?: (progress: { step: string; done: number; total: number }) => void;
}

const NAME = /^microblog-\d{8}T\d{9}Z$/;
const UNFINISHED = /^microblog-\d{8}T\d{9}Z\.partial$/;

/**
 * Writes all rows of all tables as they are at one moment, and then the uploads, to a new folder, and answers its path. The
 * site goes on meanwhile. What is not finished has another name and is no backup.
 */
export async function backUp({
  url,
  directory,
  version,
  secret,
  uploads,
  onProgress,
}: BackUp): Promise<string> {
  const createdAt = new Date();
  const name = `microblog-${createdAt.toISOString().replace(/[-:.]/g, "")}`;
  const folder = `${directory}/${name}.partial`;
  await mkdir(directory, { recursive: true });
  await mkdir(folder, { mode: 0o700 });
  const driver = createConnection({ ...CONNECTION, uri: url });
  const connection = driver.promise();
  try {
    const server = await beginSnapshot(connection);
    const migration = await lastApplied(connection);
    const tables: StoredTable[] = [];
    for (const table of storedTables())
      tables.push(await storeTable(driver, table, folder, secret, onProgress));
    await connection.query("rollback");

    const manifest: Manifest = {
      ...{ format: 1, product: "microblog", version, server, migration, createdAt: createdAt.toISOString() },
      ...{ encrypted: secret !== undefined, tables },
      uploads: uploads ? await storeUploads(uploads, folder, secret, onProgress) : [],
    };
    await writeManifest(folder, manifest, secret);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await connection.end();
  }
  await rename(folder, `${directory}/${name}`);
  return `${directory}/${name}`;
}

const DAY_MS = 24 * 3600_000;

/**
 * Removes all backups in a folder but the newest `keep`, and what was begun a day before the newest of them and never
 * finished, as its process was killed; answers the names of those removed.
 */
export async function removeOldBackups(directory: string, keep: number): Promise<string[]> {
  const names = (await readdir(directory)).sort();
  const backups = names.filter((name) => NAME.test(name));
  const dayBefore = timeOf(backups.at(-1) ?? "") - DAY_MS;
  const given = names.filter((name) => UNFINISHED.test(name) && timeOf(name) < dayBefore);
  const old = [...backups.slice(0, Math.max(0, backups.length - keep)), ...given];
  for (const name of old) await rm(`${directory}/${name}`, { recursive: true });
  return old;
}

/** When a backup was begun, by its name. */
const timeOf = (name: string) =>
  Date.parse(name.replace(/^\D+(....)(..)(..)T(..)(..)(..)(...)Z.*$/, "$1-$2-$3T$4:$5:$6.$7Z"));

/** One moment for all tables: READ COMMITTED would show each statement what was committed in between. */
async function beginSnapshot(connection: Connection): Promise<string> {
  await connection.query("set session time_zone = '+00:00'");
  await connection.query("set session transaction isolation level repeatable read");
  await connection.query("start transaction with consistent snapshot, read only");
  const [rows] = await connection.query<RowDataPacket[]>("select version() as version");
  return String(rows[0]?.version);
}

type Columns = Pick<StoredTable, "name" | "columns">;

/** Every table of the schema with its columns' names in the database. */
function storedTables(): Columns[] {
  const casing = new CasingCache("snake_case");
  return Object.values(schema)
    .filter((table) => is(table, MySqlTable))
    .map((table) => {
      const { name, columns } = getTableConfig(table);
      return {
        name,
        columns: columns.map((column) => ({
          name: casing.getColumnCasing(column),
          binary: /binary|blob/.test(column.getSQLType()),
        })),
      };
    });
}

async function storeTable(
  driver: Driver,
  table: Columns,
  folder: string,
  secret: string | undefined,
  onProgress: BackUp["onProgress"],
): Promise<StoredTable> {
  const total = await count(driver.promise(), table.name);
  let rows = 0;
  async function* lines() {
    for await (const row of rowsOf(driver, table)) {
      yield `${JSON.stringify(row)}\n`;
      rows++;
      if (rows % 1000 === 0) onProgress?.({ step: table.name, done: rows, total });
    }
  }
  const file = await storeFile(folder, `tables/${table.name}`, lines(), secret);
  onProgress?.({ step: table.name, done: total, total });
  return { ...table, rows, file };
}

async function count(connection: Connection, table: string): Promise<number> {
  const [rows] = await connection.query<RowDataPacket[]>(`select count(*) as n from \`${table}\``);
  return Number(rows[0]?.n);
}

/** Every value as the server writes it, so that no number is rounded and no time moved; bytes in base64. */
function rowsOf(driver: Driver, { name, columns }: Columns): AsyncIterable<(string | null)[]> {
  const list = columns.map((column) => `\`${column.name}\``).join(", ");
  const query = driver.query({
    sql: `select ${list} from \`${name}\``,
    rowsAsArray: true,
    typeCast: (field: { name: string; buffer(): Buffer | null; string(encoding?: string): string | null }) =>
      columns.find((column) => column.name === field.name)?.binary
        ? (field.buffer()?.toString("base64") ?? null)
        : field.string("utf8"),
  } as never);
  return query.stream({ highWaterMark: 500 }) as unknown as AsyncIterable<(string | null)[]>;
}

async function storeUploads(
  uploads: Uploads,
  folder: string,
  secret: string | undefined,
  onProgress: BackUp["onProgress"],
) {
  const stored: Manifest["uploads"] = [];
  for await (const key of uploads.keys()) {
    const content = await uploads.read(key);
    if (content === null) continue; // removed since
    const file = await storeFile(folder, `uploads/${stored.length}`, once(content), secret);
    stored.push({ key, file });
    onProgress?.({ step: "uploads", done: stored.length, total: stored.length + 1 });
  }
  return stored;
}

async function* once(content: Uint8Array) {
  yield content;
}
