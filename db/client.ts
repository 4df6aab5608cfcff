import { drizzle } from "drizzle-orm/mysql2";
import mysql from "mysql2/promise";
import { env } from "../src/env.ts";
import { connectionsOf } from "./connections.ts";
import { DEADLINE, withDeadlines } from "./deadlines.ts";

/** The settings every connection needs: the same on the pool, in migrations and in tests. */
export const CONNECTION = { charset: "UTF8MB4_BIN", timezone: "Z", connectTimeout: DEADLINE } as const;

const pool = mysql.createPool({ ...CONNECTION, uri: env.DATABASE_URL, connectionLimit: 10, maxIdle: 10 });

// These run before anything else on a new connection. sql_mode is set, not added to: under NO_BACKSLASH_ESCAPES the
// driver's escaping would let text out of its quotes. Both waits end before `DEADLINE`: MySQL goes on waiting for a locked
// table on behalf of a connection that was destroyed, so that in half a minute all its places would be taken.
pool.pool.on("connection", (connection) => {
  const setUp = [
    "SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = 1, lock_wait_timeout = 1",
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
  ];
  for (const statement of setUp) connection.query(statement, (error) => error && connection.destroy());
});

/** What Drizzle runs on; for the one library that writes its own statements there is `db/callbacks.ts`. */
export const deadlined = withDeadlines(pool.pool);

/** The database. Statements outside a transaction take any free connection; see `transact` for the others. */
export const db = drizzle(deadlined, { casing: "snake_case" });

export type Transaction = Parameters<Parameters<typeof db.transaction>[0]>[0];

/** What runs a statement: the database itself, or the transaction that the statement belongs to. */
export type Database = typeof db | Transaction;

/** Ends all connections; the process can then end by itself. */
export const closeDatabase = () => pool.end();

/** How many connections there are by state, and who waits for one. */
export function connections(): { busy: number; free: number; waiting: number } {
  const { all, free, waiting } = connectionsOf(pool.pool);
  return { busy: all.length - free, free, waiting };
}
