import type { Connection, ResultSetHeader, RowDataPacket } from "mysql2/promise";

/*
 * Drizzle's table of the migrations that a database has had, one row each. The one under way has a row too, without a time,
 * in whose place for a hash stands how far it has come; that row becomes the record of it, in one statement. Whatever reads
 * the table for the newest migration, be it the code of an earlier version, does not see a row without a time.
 */

const TABLE = "__drizzle_migrations";

/** As Drizzle's own migrator makes it. */
const CREATE = `create table if not exists ${TABLE} (id serial primary key, hash text not null, created_at bigint)`;

/** How far a migration has come: so many of its statements are done, so many may have been sent to the server. */
export interface Progress {
  /** When the migration was made, which is what it is known by. */
  migration: number;
  done: number;
  begun: number;
}

export interface MigrationRecord {
  /** Whether anybody has made room for it, which is the first thing that a migrator does. */
  kept: boolean;
  /** When the migrations were made that the database has had. */
  had: Set<number>;
  /** The one that was begun and has not come to its end. */
  progress: Progress | null;
}

/** What a database knows of its migrations: nothing, where there was none. Changes nothing. */
export async function readRecord(connection: Connection): Promise<MigrationRecord> {
  const [tables] = await connection.query<RowDataPacket[]>("show tables like ?", [
    TABLE.replaceAll("_", "\\_"),
  ]);
  if (tables.length === 0) return { kept: false, had: new Set(), progress: null };
  const [rows] = await connection.query<RowDataPacket[]>(`select hash, created_at as madeAt from ${TABLE}`);
  const underWay = rows.find(({ madeAt }) => madeAt === null);
  return {
    kept: true,
    had: new Set(rows.filter((row) => row !== underWay).map(({ madeAt }) => Number(madeAt))),
    progress: underWay ? JSON.parse(underWay.hash) : null,
  };
}

/** The tables of a database beside that of the record. */
export async function otherTables(connection: Connection): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>("show tables");
  return rows.flatMap((row) => Object.values(row).map(String)).filter((name) => name !== TABLE);
}

/** Makes room for the record, where there is none yet. */
export const makeRecord = (connection: Connection) => connection.query(CREATE);

/** Notes how far the migration has come that is under way. */
export async function noteProgress(connection: Connection, progress: Progress): Promise<void> {
  const text = JSON.stringify(progress);
  const [{ affectedRows }] = await connection.query<ResultSetHeader>(
    `update ${TABLE} set hash = ? where created_at is null`,
    [text],
  );
  if (affectedRows === 0) await connection.query(`insert into ${TABLE} (hash) values (?)`, [text]);
}

/** Makes of that note the record of a migration that is done. */
export const recordAsDone = (connection: Connection, hash: string, madeAt: number) =>
  connection.query(`update ${TABLE} set hash = ?, created_at = ? where created_at is null`, [hash, madeAt]);
