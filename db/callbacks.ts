import type { PoolConnection, QueryOptions } from "mysql2/promise";
import { env } from "../src/env.ts";
import { deadlined } from "./client.ts";

type Done<T> = (error: unknown, answer?: T) => void;

/** The name of the database, for statements that spell it out. */
export const databaseName = decodeURIComponent(new URL(env.DATABASE_URL).pathname.slice(1));

/**
 * Our pool, deadlines included, as a library sees it that speaks by callbacks. Such a library does not wait for its
 * `rollback`: the connection is closed instead, which the server answers by rolling back.
 */
export const callbackPool = {
  getConnection(done: Done<ReturnType<typeof speaking>>) {
    deadlined.getConnection().then((connection) => done(null, speaking(connection)), done);
  },
};

function speaking(connection: PoolConnection) {
  return {
    query(sql: string, ...rest: [Done<unknown>] | [values: QueryOptions["values"], Done<unknown>]) {
      const [values, done] = rest.length === 1 ? [undefined, rest[0]] : rest;
      connection.query({ sql }, values).then(([rows]) => done(null, rows), done);
    },
    rollback: () => connection.destroy(),
    release: () => connection.release(),
  };
}
