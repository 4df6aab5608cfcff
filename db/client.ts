import { drizzle } from "drizzle-orm/mysql2";
import type { Connection as DriverConnection } from "mysql2";
import mysql, { type Pool, type PoolConnection, type QueryOptions } from "mysql2/promise";
import { env } from "../src/env.ts";
import { describeFault, isDatabaseAway } from "./faults.ts";

/**
 * What one wait for the database may take, in milliseconds: getting a connection and running one statement. mysql2
 * knows no such limit for a server that accepts and then says nothing, so ours destroys the connection.
 */
const DEADLINE = 1500;

/** The settings every connection needs: the same on the pool, in migrations and in tests. */
export const CONNECTION = { charset: "UTF8MB4_BIN", timezone: "Z", connectTimeout: DEADLINE } as const;

/** The database did not answer in time. */
export class DatabaseTimeout extends Error {
  override name = "DatabaseTimeout";
  readonly code = "ETIMEDOUT";
}

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
export const deadlined = withDeadlines(pool);

/** The database. Statements outside a transaction take any free connection; see `transact` for the others. */
export const db = drizzle(deadlined, { casing: "snake_case" });

export type Transaction = Parameters<Parameters<typeof db.transaction>[0]>[0];

/** What runs a statement: the database itself, or the transaction that the statement belongs to. */
export type Database = typeof db | Transaction;

/** Ends all connections; the process can then end by itself. */
export const closeDatabase = () => pool.end();

/** How many connections there are by state, and who waits for one. The driver keeps these lists and does not show them. */
export function connections(): { busy: number; free: number; waiting: number } {
  const { _allConnections, _freeConnections, _connectionQueue } = pool.pool as unknown as Lists;
  const free = _freeConnections.length;
  return { busy: _allConnections.length - free, free, waiting: _connectionQueue.length };
}

type Lists = Record<
  "_allConnections" | "_freeConnections" | "_connectionQueue",
  { length: number; get(n: number): { authorized: boolean } | undefined }
>;

/** A statement that takes longer is told of, in milliseconds. */
const SLOW = 200;

const SHAPE_LENGTH = 1000;

let tellSlow = (_statement: string, _ms: number) => {};

/** Who hears of slow statements: their text with placeholders, never with values, and how many milliseconds they took. */
export function onSlowStatement(tell: (statement: string, ms: number) => void) {
  tellSlow = tell;
}

const LOOK_AGAIN = 25;

/**
 * One of the pool's connections. Where the server has no place for another one (it says so, or just closes it), one of
 * those that there are will come free.
 */
async function takeConnection(source: Pool): Promise<PoolConnection> {
  for (const until = Date.now() + DEADLINE - 100; ; await Bun.sleep(LOOK_AGAIN)) {
    try {
      return await source.getConnection();
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() > until || !isAnyOpen()) throw error;
    }
  }
}

/** Whether the server has let us in with any connection that there still is. */
function isAnyOpen(): boolean {
  const { _allConnections: all } = pool.pool as unknown as Lists;
  return Array.from({ length: all.length }, (_, n) => all.get(n)).some((each) => each?.authorized);
}

/** A statement that has ended: its text as for slow ones, when it began as of `performance.now()`, and the name of its fault. */
export interface Statement {
  text: string;
  began: number;
  fault: string | null;
}

let tellEach: ((statement: Statement) => void) | null = null;

/** Who hears of every statement. */
export function onStatement(tell: typeof tellEach) {
  tellEach = tell;
}

/** A pool as Drizzle needs it, each wait limited by `DEADLINE`. */
function withDeadlines(source: Pool): Pool {
  const acquire = () => {
    const waiting = takeConnection(source);
    return before(
      waiting,
      () =>
        void waiting.then(
          (late) => late.release(),
          () => {},
        ),
    );
  };
  const once = async (options: QueryOptions, values: QueryOptions["values"]) => {
    const connection = await acquire();
    try {
      return await ask(connection, options, values);
    } finally {
      connection.release();
    }
  };
  const getConnection = async () => {
    const connection = await acquire();
    const query = (options: QueryOptions, values: QueryOptions["values"]) =>
      step(connection, options, values);
    const release = () => connection.release();
    return { query, execute: query, release, destroy: () => connection.destroy() };
  };
  return { query: once, execute: once, getConnection } as unknown as Pool;
}

/**
 * A statement within a transaction. Drizzle sends `begin` before it takes care of the connection, and a `rollback` that
 * fails would hide what went wrong: both end by closing the connection, which the server answers by rolling back.
 */
async function step(connection: PoolConnection, options: QueryOptions, values: QueryOptions["values"]) {
  try {
    return await ask(connection, options, values);
  } catch (error) {
    if (options.sql === "begin" || options.sql === "rollback") connection.destroy();
    if (options.sql === "rollback") return [{}];
    throw error;
  }
}

async function ask(connection: PoolConnection, options: QueryOptions, values: QueryOptions["values"]) {
  const began = performance.now();
  let fault: string | null = null;
  try {
    return await before(answerTo(connection, { ...options, values }), () => connection.destroy());
  } catch (error) {
    fault = describeFault(error);
    throw error;
  } finally {
    const ms = Math.round(performance.now() - began);
    if (ms > SLOW) tellSlow(shapeOf(options), ms);
    tellEach?.({ text: shapeOf(options), began, fault });
  }
}

const shapeOf = ({ sql }: QueryOptions) => sql.slice(0, SHAPE_LENGTH);

/** The driver's promises make an `Error` ahead for each statement, whose stack nobody reads. Its callbacks do not. */
function answerTo(connection: PoolConnection, options: QueryOptions): Promise<unknown> {
  const driver = connection.connection as unknown as DriverConnection;
  return new Promise((resolve, reject) =>
    driver.query(options, (error, rows, fields) => (error ? reject(error) : resolve([rows, fields]))),
  );
}

function before<T>(answer: Promise<T>, giveUp: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      giveUp();
      reject(new DatabaseTimeout(`No answer from the database within ${DEADLINE} ms`));
    }, DEADLINE);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
