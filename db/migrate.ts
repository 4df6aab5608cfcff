import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/mysql2";
import { migrate as applyMigrations } from "drizzle-orm/mysql2/migrator";
import mysql, { type Connection, type RowDataPacket } from "mysql2/promise";
import { isDatabaseAway } from "./faults.ts";

const FOLDER = join(import.meta.dirname, "migrations");
const LOCK_SECONDS = 60;
const PATIENCE_MS = 60_000;

/**
 * Brings the database of `url` to this version's schema, or to an earlier one, named by its last migration. Waits for a
 * database that is not up yet, a minute or until `enough`, saying so once through `say`; one process migrates at a time, the
 * others wait for it and find nothing to do.
 */
export async function migrate(
  url: string,
  { enough = AbortSignal.timeout(PATIENCE_MS), say = (_: string) => {}, upTo }: MigrateOptions = {},
): Promise<void> {
  const connection = await connect(url, enough, say);
  try {
    const lock = "concat(database(), ':migrate')";
    const [rows] = await connection.query<RowDataPacket[]>(
      `select get_lock(${lock}, ${LOCK_SECONDS}) as got`,
    );
    if (Number(rows[0]?.got) !== 1) {
      throw new Error(`Another process has been migrating this database for more than ${LOCK_SECONDS} s.`);
    }
    await withMigrations(upTo, (migrationsFolder) =>
      applyMigrations(drizzle(connection), { migrationsFolder }).catch(explain),
    );
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
    const had = await appliedTo(connection);
    const { entries } = await readJournal();
    const tagsOf = (chosen: Journal["entries"]) => chosen.map(({ tag }) => tag);
    const applied = tagsOf(entries.filter(({ when }) => had.has(when)));
    const pending = tagsOf(entries.filter(({ when }) => !had.has(when)));
    return { applied, pending, unknown: had.size - applied.length };
  } finally {
    await connection.end();
  }
}

/** When the migrations were made that a database has had, which is what it knows them by. */
async function appliedTo(connection: Connection): Promise<Set<number>> {
  const [tables] = await connection.query<RowDataPacket[]>("show tables like '\\_\\_drizzle\\_migrations'");
  if (tables.length === 0) return new Set();
  const [rows] = await connection.query<RowDataPacket[]>("select created_at from __drizzle_migrations");
  return new Set(rows.map((row) => Number(row.created_at)));
}

/** Runs `work` with the folder of the migrations up to this one, all of them when none is named. */
async function withMigrations(upTo: string | undefined, work: (folder: string) => Promise<void>) {
  if (upTo === undefined) return work(FOLDER);
  const journal = await readJournal();
  const end = journal.entries.findIndex(({ tag }) => tag === upTo);
  if (end < 0) throw new Error(`This version knows no migration ${upTo}: it is of a later one.`);
  const folder = await mkdtemp(join(tmpdir(), "microblog-migrations-"));
  try {
    await cp(FOLDER, folder, { recursive: true });
    const shortened = { ...journal, entries: journal.entries.slice(0, end + 1) };
    await writeFile(join(folder, "meta/_journal.json"), JSON.stringify(shortened));
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The server's own words, which the wrapped error hides; a migration has nobody's data in it. */
function explain(error: Error): never {
  if (isDatabaseAway(error)) throw error;
  const { message } = error.cause instanceof Error ? error.cause : error;
  throw new Error(`The database cannot be migrated: ${message}.`);
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
