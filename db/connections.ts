import type { Pool as DriverPool } from "mysql2";

/** A connection of which the server has heard who it is, or not yet. */
interface Connection {
  authorized: boolean;
}

interface List {
  length: number;
  get(n: number): Connection;
}

/** The connections of a pool, those of them that are free, and how many wait for one. The driver keeps this and does not show it. */
export function connectionsOf(pool: DriverPool): { all: Connection[]; free: number; waiting: number } {
  const { _allConnections, _freeConnections, _connectionQueue } = pool as unknown as Record<
    "_allConnections" | "_freeConnections" | "_connectionQueue",
    List
  >;
  const all = Array.from({ length: _allConnections.length }, (_, n) => _allConnections.get(n));
  return { all, free: _freeConnections.length, waiting: _connectionQueue.length };
}
