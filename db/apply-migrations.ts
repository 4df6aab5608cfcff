import type { MigrationMeta } from "drizzle-orm/migrator";
import type { Connection, RowDataPacket } from "mysql2/promise";
import { isDatabaseAway, isDoneAlready } from "./faults.ts";
import {
  type MigrationRecord,
  makeRecord,
  noteProgress,
  otherTables,
  type Progress,
  readRecord,
  recordAsDone,
} from "./migration-record.ts";

/**
 * Runs those of the migrations that are newer than all which the database has had. Whoever ends this in the middle ends it
 * between two statements or in one: what is done is noted, and next time goes on from there, saying so through `say`. Throws
 * what the server answers to a statement that it refuses. Only one at a time: see `migrate`.
 */
export async function applyMigrations(
  connection: Connection,
  migrations: MigrationMeta[],
  say = (_: string) => {},
): Promise<void> {
  const record = await readRecord(connection);
  const newest = Math.max(0, ...record.had);
  const [first, ...others] = migrations.filter(({ folderMillis }) => folderMillis > newest);
  if (!first) return;

  const noted = record.progress?.migration === first.folderMillis ? record.progress : null;
  const reached = noted ?? (await withoutNotes(connection, record, first, migrations));
  if (reached.begun > 0) say("Taking up a migration that was begun before.");
  await makeRecord(connection);
  await apply(connection, first, reached);
  for (const migration of others) await apply(connection, migration, untouched(migration));
}

const untouched = ({ folderMillis }: MigrationMeta): Progress => ({
  migration: folderMillis,
  done: 0,
  begun: 0,
});

/**
 * Each statement in a transaction with the note that it is done. A change to rows happens with its note or not at all; a
 * change to tables ends the transaction, so it may have happened without: whether it has, the server says when it is asked
 * again. That is taken for an answer only from a statement that may have been sent before.
 */
async function apply(connection: Connection, migration: MigrationMeta, { done, begun }: Progress) {
  const { folderMillis, hash, sql } = migration;
  const reach = (done: number, sent: number) =>
    noteProgress(connection, { migration: folderMillis, done, begun: Math.max(begun, sent) });

  await reach(done, done + 1);
  for (let next = done; next < sql.length; next++) {
    await connection.query("start transaction");
    try {
      await connection.query(sql[next] as string);
    } catch (error) {
      if (next >= begun || !isDoneAlready(error)) {
        if (!isDatabaseAway(error)) await giveBack(connection, () => reach(next, next));
        throw error;
      }
    }
    if (next + 1 < sql.length) await reach(next + 1, next + 2);
    else await recordAsDone(connection, hash, folderMillis);
    await connection.query("commit");
  }
}

/** Notes that the server did not take a statement, so that nobody thinks later that it may have. */
async function giveBack(connection: Connection, note: () => Promise<void>) {
  await connection
    .query("rollback")
    .then(note)
    .catch(() => {}); // what the server answered to the statement says more
}

const CREATED = /^\s*create table `(\w+)`/i;

/**
 * How far a migration has come of which nothing is noted. Not begun, mostly. A version that noted nothing may have been
 * killed in it: then there is room for a record, the tables are the first ones that migrations create, none has a row, and
 * any statement may have been run. Throws where no migration is recorded and tables have names of ours all the same.
 */
async function withoutNotes(
  connection: Connection,
  { kept, had }: MigrationRecord,
  migration: MigrationMeta,
  all: MigrationMeta[],
): Promise<Progress> {
  const created = all.flatMap(({ sql }) => sql.flatMap((statement) => CREATED.exec(statement)?.[1] ?? []));
  const there = await otherTables(connection);
  const first = new Set(created.slice(0, there.length));
  const inOrder = kept && there.length > 0 && there.every((name) => first.has(name));
  if (inOrder && !(await anyRow(connection, there)))
    return { ...untouched(migration), begun: migration.sql.length };

  const taken = there.filter((name) => created.includes(name));
  if (had.size === 0 && taken.length > 0)
    throw new Error(
      `it has tables of unknown origin (${taken.join(", ")}). Give MicroBlog a database of its own, or restore a backup into this one`,
    );
  return untouched(migration);
}

async function anyRow(connection: Connection, tables: string[]): Promise<boolean> {
  const rowIn = tables.map((name) => `exists (select 1 from \`${name}\`)`);
  const [rows] = await connection.query<RowDataPacket[]>(`select ${rowIn.join(" or ")} as used`);
  return Number(rows[0]?.used) === 1;
}
