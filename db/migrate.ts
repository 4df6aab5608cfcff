import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import mysql, { type Connection, type RowDataPacket } from "mysql2/promise";
import { applyMigrations } from "./apply-migrations.ts";
import { isDatabaseAway } from "./faults.ts";
import { readRecord } from "./migration-record.ts";

const FOLDER = join(import.meta.dirname, "migrations");
const LOCK_SECONDS = 60;
const PATIENCE_MS = 60_000;

/**
 * Brings the database of `url` to this version's schema, or to an earlier one, named by its last migration; goes on where an
 * earlier attempt was ended, however that happened. Waits for a database that is not up yet, a minute or until `enough`,
 * saying so once through `say`; one process migrates at a time, the others wait for it and find nothing to do.
 */
export async function migrate(
  url: string,
  { enough = AbortSignal.timeout(PATIENCE_MS), say = (_: string) => {}, upTo }: MigrateOptions = {},
): Promise<void> {
  const migrations = await migrationsUpTo(upTo);
  const connection = await connect(url, enough, say);
  try {
    const lock = "concat(database(), ':migrate')";
    const [rows] = await connection.query<RowDataPacket[]>(
      `select get_lock(${lock}, ${LOCK_SECONDS}) as got`,
    );
    if (Number(rows[0]?.got) !== 1) {
      throw new Error(`Another process has been migrating this database for more than ${LOCK_SECONDS} s.`);
    }
    await applyMigrations(connection, migrations, say).catch(explain);
    await connection.query(`select release_lock(${lock})`);
  } finally {
    await connection.end();
  }
}

interface MigrateOptions {
  enough?: AbortSignal;
  say?: (line: string) => void;
  upTo?: string;
}

interface Journal {
  entries: { tag: string; when: number }[];
}

const readJournal = async (): Promise<Journal> =>
  JSON.parse(await readFile(join(FOLDER, "meta/_journal.json"), "utf8"));

/** Whether this version has the migration of that name, which a later one's it has not. */
export const knowsMigration = async (name: string): Promise<boolean> =>
  (await readJournal()).entries.some(({ tag }) => tag === name);

/** The name of the last migration that a database has had. Throws when it is not one of this version's. */
export async function lastApplied(connection: Connection): Promise<string> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "select max(created_at) as last from __drizzle_migrations",
  );
  const { entries } = await readJournal();
  const entry = entries.find(({ when }) => when === Number(rows[0]?.last));
  if (!entry) throw new Error("The schema of this database is not one of this version's: migrate it first.");
  return entry.tag;
}

/**
 * Which of this version's migrations the database of `url` has had and which it has yet to have, and how many it has had
 * that this version does not know, being an earlier one. Changes nothing.
 */
export async function migrationStatus(
  url: string,
): Promise<{ applied: string[]; pending: string[]; unknown: number }> {
  const connection = await connect(url, AbortSignal.abort(), () => {});
  try {
    const { had } = await readRecord(connection);
    const { entries } = await readJournal();
    const tagsOf = (chosen: Journal["entries"]) => chosen.map(({ tag }) => tag);
    const applied = tagsOf(entries.filter(({ when }) => had.has(when)));
    const pending = tagsOf(entries.filter(({ when }) => !had.has(when)));
    return { applied, pending, unknown: had.size - applied.length };
  } finally {
    await connection.end();
  }
}

/** This version's migrations up to this one, all of them when none is named. */
async function migrationsUpTo(upTo: string | undefined) {
  const all = readMigrationFiles({ migrationsFolder: FOLDER });
  if (upTo === undefined) return all;
  const { entries } = await readJournal();
  const last = entries.find(({ tag }) => tag === upTo);
  if (!last) throw new Error(`This version knows no migration ${upTo}: it is of a later one.`);
  return all.filter(({ folderMillis }) => folderMillis <= last.when);
}

/** In the server's own words; a migration has nobody's data in it. */
function explain(error: Error): never {
  if (isDatabaseAway(error)) throw error;
  throw new Error(`The database cannot be migrated: ${error.message}.`);
}

async function connect(url: string, enough: AbortSignal, say: (line: string) => void): Promise<Connection> {
  for (let tries = 0; ; tries++) {
    try {
      return await mysql.createConnection({
        uri: url,
        charset: "UTF8MB4_BIN",
        timezone: "Z",
        connectTimeout: 5000,
      });
    } catch (error) {
      if (!isDatabaseAway(error) || enough.aborted) throw error;
      if (tries === 0) say("Waiting for the database.");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
