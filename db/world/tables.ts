import type { Connection, RowDataPacket } from "mysql2/promise";

/*
 * The tables are filled beside the real ones, which then give up their places in one statement: a run that is
 * interrupted changes nothing, and the keys of the large ones can be made at the end, sorted, which takes a fifth of
 * the time and leaves no table without its keys to those who use it.
 */

export const TABLES = ["users", "usernames", "follows", "posts", "home_readers", "home_rows"] as const;
export type Table = (typeof TABLES)[number];

/** Where a table is filled. */
const beside = (table: Table) => `world_${table}`;
const replaced = (table: Table) => `world_old_${table}`;

/** Whether all the tables of a world are empty. */
export async function isEmpty(connection: Connection): Promise<boolean> {
  const some = TABLES.map((table) => `(select 1 as n from ${table} limit 1)`);
  const [rows] = await connection.query<RowDataPacket[]>(some.join(" union all "));
  return rows.length === 0;
}

/** Makes an empty table like each of the real ones. */
export async function layOut(connection: Connection): Promise<void> {
  await clearAway(connection);
  for (const table of TABLES) await connection.query(`create table ${beside(table)} like ${table}`);
}

/** Drops what `layOut` made, here or in a run that was interrupted. */
export async function clearAway(connection: Connection): Promise<void> {
  const names = TABLES.flatMap((table) => [beside(table), replaced(table)]);
  await connection.query(`drop table if exists ${names.join(", ")}`);
}

/** Puts the filled tables in the place of the empty ones, all at once. */
export async function putInPlace(connection: Connection): Promise<void> {
  const moves = TABLES.flatMap((table) => [`${table} to ${replaced(table)}`, `${beside(table)} to ${table}`]);
  await connection.query(`rename table ${moves.join(", ")}`);
  await clearAway(connection);
  await connection.query(`analyze table ${TABLES.join(", ")}`);
}

/** Takes the secondary keys off a table that is being filled; the answer puts them back. */
export async function withoutKeys(connection: Connection, table: Table): Promise<() => Promise<void>> {
  const [keys] = await connection.query<RowDataPacket[]>(
    `select index_name as name, max(non_unique) as common,
       group_concat(concat('\`', column_name, '\`') order by seq_in_index) as columns
     from information_schema.statistics
     where table_schema = database() and table_name = ? and index_name <> 'PRIMARY' and index_type = 'BTREE'
     group by index_name
     having count(sub_part) = 0 and count(column_name) = count(*)`,
    [beside(table)],
  );
  const alter = async (changes: string[]) => {
    if (changes.length > 0) await connection.query(`alter table ${beside(table)} ${changes.join(", ")}`);
  };
  await alter(keys.map((key) => `drop index \`${key.name}\``));
  const add = keys.map((key) => {
    return `add ${Number(key.common) === 0 ? "unique " : ""}index \`${key.name}\` (${key.columns})`;
  });
  return () => alter(add);
}

/** Characters of a statement: large enough to be quick, small enough for any server's limit. */
const STATEMENT = 128 * 1024;

/** Statements of a transaction: a commit waits for the disk. */
const TRANSACTION = 16;

/**
 * Writes rows, each given as the values between its brackets, and tells how many after each statement. While the server
 * works on one statement the next one is made.
 */
export async function load(
  connection: Connection,
  table: Table,
  columns: string,
  rows: Iterable<string>,
  onRows: (done: number) => void,
): Promise<void> {
  let statements = 0;
  const write = async (values: string[]) => {
    if (++statements % TRANSACTION === 0) await connection.query("commit and chain");
    await connection.query(`insert into ${beside(table)} (${columns}) values (${values.join("),(")})`);
  };

  await connection.query("begin");
  let writing: Promise<void> = Promise.resolve();
  let done = 0;
  for (const values of statementsOf(rows)) {
    await writing;
    onRows(done);
    writing = write(values);
    done += values.length;
  }
  await writing;
  await connection.query("commit");
  onRows(done);
}

function* statementsOf(rows: Iterable<string>): Generator<string[]> {
  let values: string[] = [];
  let length = 0;
  for (const row of rows) {
    values.push(row);
    length += row.length;
    if (length < STATEMENT) continue;
    yield values;
    values = [];
    length = 0;
  }
  if (values.length > 0) yield values;
}

/** A moment in milliseconds as the server reads it. */
export const datetime = (moment: number) => new Date(moment).toISOString().slice(0, 23).replace("T", " ");
