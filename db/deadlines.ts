import type { Pool as DriverPool, PoolConnection, QueryOptions } from "mysql2";
import type { Pool } from "mysql2/promise";
import { connectionsOf } from "./connections.ts";
import { isDatabaseAway } from "./faults.ts";
import { observed } from "./observed.ts";

/**
 * What one wait for the database may take, in milliseconds: getting a connection and running one statement. mysql2
 * knows no such limit for a server that accepts and then says nothing, so ours destroys the connection.
 */
export const DEADLINE = 1500;

/** The database did not answer in time. */
export class DatabaseTimeout extends Error {
  override name = "DatabaseTimeout";
  readonly code = "ETIMEDOUT";

  constructor() {
    super(`No answer from the database within ${DEADLINE} ms`);
  }
}

type Values = unknown[] | undefined;

/**
 * The driver's pool as Drizzle needs it, each wait limited by `DEADLINE`. By the driver's callbacks: its promises make an
 * `Error` ahead for each statement, whose stack nobody reads.
 */
export function withDeadlines(source: DriverPool): Pool {
  const once = async (options: QueryOptions, values: Values) => {
    const connection = await takeConnection(source);
    try {
      return await ask(connection, options, values);
    } finally {
      connection.release();
    }
  };
  const getConnection = async () => {
    const connection = await takeConnection(source);
    const query = (options: QueryOptions, values: Values) => step(connection, options, values);
    const release = () => connection.release();
    return { query, execute: query, release, destroy: () => connection.destroy() };
  };
  return { query: once, execute: once, getConnection } as unknown as Pool;
}

const LOOK_AGAIN = 25;

/**
 * One of the pool's connections. Where the server has no place for another one (it says so, or just closes it), one of
 * those that there are will come free.
 */
async function takeConnection(source: DriverPool): Promise<PoolConnection> {
  for (const until = Date.now() + DEADLINE; ; await Bun.sleep(LOOK_AGAIN)) {
    try {
      return await nextConnection(source, until - Date.now());
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() > until - 4 * LOOK_AGAIN || !isAnyOpen(source)) throw error;
    }
  }
}

/** The one that comes later than `patience`, in milliseconds, goes back to the others. */
function nextConnection(source: DriverPool, patience: number): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    let waiting = true;
    const timer = setTimeout(() => {
      waiting = false;
      reject(new DatabaseTimeout());
    }, patience);
    source.getConnection((error, connection) => {
      clearTimeout(timer);
      if (error) reject(error);
      else if (waiting) resolve(connection);
      else connection.release();
    });
  });
}

/** Whether the server has let us in with any connection that there still is. */
const isAnyOpen = (source: DriverPool) => connectionsOf(source).all.some((each) => each.authorized);

/**
 * A statement within a transaction. Drizzle sends `begin` before it takes care of the connection, and a `rollback` that
 * fails would hide what went wrong: both end by closing the connection, which the server answers by rolling back.
 */
async function step(connection: PoolConnection, options: QueryOptions, values: Values) {
  try {
    return await ask(connection, options, values);
  } catch (error) {
    if (options.sql === "begin" || options.sql === "rollback") connection.destroy();
    if (options.sql === "rollback") return [{}];
    throw error;
  }
}

const ask = (connection: PoolConnection, options: QueryOptions, values: Values) =>
  observed(options.sql, () => answerTo(connection, options, values));

/** As Drizzle wants it, which says so by a function that the driver would call for each value. */
const TIMES_AS_TEXT = { typeCast: undefined, dateStrings: true };

function answerTo(connection: PoolConnection, options: QueryOptions, values: Values): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      connection.destroy();
      reject(new DatabaseTimeout());
    }, DEADLINE);
    const done = (error: Error | null, rows: unknown, fields: unknown) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve([rows, fields]);
    };
    const askByText = () => connection.query({ ...options, ...TIMES_AS_TEXT, values }, done);
    if (!isAskedAgain(options)) return askByText();
    const prepared = { ...options, ...TIMES_AS_TEXT, values: values?.map(asParameter) };
    connection.execute(prepared, (error, rows, fields) =>
      error?.errno === NO_MORE_PREPARED ? askByText() : done(error, rows, fields),
    );
  });
}

/** The server keeps as many prepared statements as it may, for us and whoever else it has. */
const NO_MORE_PREPARED = 1461;

const asked = new WeakSet<QueryOptions>();

/** Whether Drizzle has it by `prepare()`, and so comes with the same object again: then the server need not read it anew. */
function isAskedAgain(options: QueryOptions): boolean {
  if (asked.has(options)) return true;
  asked.add(options);
  return false;
}

/**
 * A value for a statement that the server has prepared. Numbers the driver would send as floating point, which no engine
 * takes as a limit; a text is taken for what it stands for.
 */
export const asParameter = (value: unknown) => (typeof value === "number" ? String(value) : value);
