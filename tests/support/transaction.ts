import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/mysql2";
import mysql from "mysql2/promise";
import { CONNECTION, db } from "../../db/client.ts";
import { env } from "../../src/env.ts";

/**
 * A transaction on a connection of its own, to be taken statement by statement: what another process is in the middle
 * of. Declared with `await using` it is rolled back at the end of its block.
 */
export async function transaction() {
  const connection = await mysql.createConnection({ ...CONNECTION, uri: env.DATABASE_URL });
  await connection.query("set session transaction isolation level read committed");
  await connection.query("begin");
  return {
    tx: drizzle(connection, { casing: "snake_case" }),
    commit: () => connection.query("commit"),
    rollback: () => connection.query("rollback"),
    [Symbol.asyncDispose]: () => connection.end(),
  };
}

/** Costs nothing where they wait; a busy machine has been late by seconds. */
const PATIENCE_MS = 15_000;

/** Returns when so many transactions on this server wait for a lock. */
export async function waitingForLocks(count: number): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await Bun.sleep(5)) {
    if ((await metric("lock_row_lock_current_waits")) === count) return;
  }
  throw new Error(`There were never ${count} transactions that waited for a lock.`);
}

/** How many deadlocks this server has met so far. */
export const deadlocks = () => metric("lock_deadlocks");

async function metric(name: string): Promise<number | undefined> {
  const [row] = await db
    .select({ value: sql`count`.mapWith(Number) })
    .from(sql`information_schema.innodb_metrics`)
    .where(sql`name = ${name}`);
  return row?.value;
}
