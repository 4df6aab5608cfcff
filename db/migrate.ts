import { join } from "node:path";
import { drizzle } from "drizzle-orm/mysql2";
import { migrate as applyMigrations } from "drizzle-orm/mysql2/migrator";
import mysql, { type Connection, type RowDataPacket } from "mysql2/promise";
import { isDatabaseAway } from "./faults.ts";

const FOLDER = join(import.meta.dirname, "migrations");
const LOCK_SECONDS = 60;

/**
 * Brings the database of `url` to this version's schema. Waits up to `patience` milliseconds for a database that is not
 * up yet, saying so once through `say`; one process migrates at a time, the others wait for it and find nothing to do.
 */
export async function migrate(
  url: string,
  { patience = 30_000, say = (_: string) => {} } = {},
): Promise<void> {
  const connection = await connect(url, Date.now() + patience, say);
  try {
    const lock = "concat(database(), ':migrate')";
    const [rows] = await connection.query<RowDataPacket[]>(
      `select get_lock(${lock}, ${LOCK_SECONDS}) as got`,
    );
    if (Number(rows[0]?.got) !== 1) {
      throw new Error(`Another process has been migrating this database for more than ${LOCK_SECONDS} s.`);
    }
    await applyMigrations(drizzle(connection), { migrationsFolder: FOLDER }).catch(explain);
    await connection.query(`select release_lock(${lock})`);
  } finally {
    await connection.end();
  }
}

/** The server's own words, which the wrapped error hides; a migration has nobody's data in it. */
function explain(error: Error): never {
  if (isDatabaseAway(error)) throw error;
  const { message } = error.cause instanceof Error ? error.cause : error;
  throw new Error(`The database cannot be migrated: ${message}.`);
}

async function connect(url: string, until: number, say: (line: string) => void): Promise<Connection> {
  for (let tries = 0; ; tries++) {
    try {
      return await mysql.createConnection({
        uri: url,
        charset: "UTF8MB4_BIN",
        timezone: "Z",
        connectTimeout: 5000,
      });
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() > until) throw error;
      if (tries === 0) say("Waiting for the database.");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
