import mysql, { type Connection, type RowDataPacket } from "mysql2/promise";
import { CONNECTION } from "../client.ts";
import { knowsMigration, migrate } from "../migrate.ts";
import type { Uploads } from "./back-up.ts";
import { isWhole, linesOf, openFile } from "./files.ts";
import { type Manifest, NoBackup, readManifest, type StoredTable } from "./manifest.ts";

export interface Restore {
  url: string;
  folder: string;
  secret?: string;
  uploads?: Uploads;
  /** Whether what is in the database may be lost. */
  overwrite?: boolean;
  onProgress?: (progress: { step: string; done: number; total: number }) => void;
}

/**
 * Puts a backup into an empty database: checks every file first, makes the schema that it was made of, loads the rows,
 * migrates to this version's schema and brings the uploads back. Throws `NoBackup` with a sentence before anything is
 * changed when it cannot be done.
 */
export async function restore({
  url,
  folder,
  secret,
  uploads,
  overwrite,
  onProgress,
}: Restore): Promise<Manifest> {
  const manifest = await readManifest(folder, secret);
  const key = manifest.encrypted ? secret : undefined;
  await checkFiles(folder, manifest, onProgress);
  if (!(await knowsMigration(manifest.migration)))
    throw new NoBackup(
      `This backup was made by a later version, ${manifest.version}: restore it with that one.`,
    );
  await emptyDatabase(url, overwrite === true);

  await migrate(url, { upTo: manifest.migration });
  const connection = await mysql.createConnection({ ...CONNECTION, uri: url });
  try {
    await connection.query("set session time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES'");
    await connection.query("set session unique_checks = 0");
    for (const table of manifest.tables) await loadTable(connection, folder, table, key, onProgress);
  } finally {
    await connection.end();
  }
  await migrate(url);
  if (uploads) await bringUploads(uploads, folder, manifest, key, onProgress);
  return manifest;
}

async function checkFiles(folder: string, manifest: Manifest, onProgress: Restore["onProgress"]) {
  const files = [...manifest.tables, ...manifest.uploads].map(({ file }) => file);
  for (const [index, file] of files.entries()) {
    if (!(await isWhole(folder, file)))
      throw new NoBackup(`${folder}/${file.path} is missing or was changed.`);
    onProgress?.({ step: "check", done: index + 1, total: files.length });
  }
}

/** Refuses a database with rows in it, unless they may be lost. What is there of tables goes. */
async function emptyDatabase(url: string, overwrite: boolean) {
  const connection = await mysql.createConnection({ ...CONNECTION, uri: url });
  try {
    const [tables] = await connection.query<RowDataPacket[]>("show tables");
    const names = tables.flatMap((row) => Object.values(row).map(String));
    for (const name of names.filter((name) => name !== "__drizzle_migrations")) {
      const [rows] = await connection.query<RowDataPacket[]>(`select 1 from \`${name}\` limit 1`);
      if (rows.length > 0 && !overwrite)
        throw new NoBackup(
          `This database is not empty (${name} has rows): restore into an empty one, or say --overwrite to lose what is there.`,
        );
    }
    for (const name of names) await connection.query(`drop table \`${name}\``);
  } finally {
    await connection.end();
  }
}

/** As much as one statement carries, well under the server's smallest limit. */
const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 500_000;

async function loadTable(
  connection: Connection,
  folder: string,
  table: StoredTable,
  secret: string | undefined,
  onProgress: Restore["onProgress"],
) {
  const columns = table.columns.map(({ name }) => `\`${name}\``).join(", ");
  let done = 0;
  let batch: (string | Buffer | null)[][] = [];
  let size = 0;
  const load = async () => {
    if (batch.length === 0) return;
    await connection.query(`insert into \`${table.name}\` (${columns}) values ?`, [batch]);
    done += batch.length;
    onProgress?.({ step: table.name, done, total: table.rows });
    [batch, size] = [[], 0];
  };
  await connection.beginTransaction();
  for await (const line of linesOf(folder, table.file, secret)) {
    batch.push(valuesOf(JSON.parse(line), table));
    size += line.length;
    if (batch.length >= BATCH_ROWS || size >= BATCH_CHARACTERS) await load();
  }
  await load();
  await connection.commit();
  if (done !== table.rows)
    throw new NoBackup(
      `The table ${table.name} has ${done} rows in the backup where ${table.rows} were written.`,
    );
}

const valuesOf = (row: (string | null)[], { columns }: StoredTable) =>
  row.map((value, index) =>
    value !== null && columns[index]?.binary ? Buffer.from(value, "base64") : value,
  );

async function bringUploads(
  uploads: Uploads,
  folder: string,
  manifest: Manifest,
  secret: string | undefined,
  onProgress: Restore["onProgress"],
) {
  for (const [index, { key, file }] of manifest.uploads.entries()) {
    const chunks: Buffer[] = [];
    for await (const chunk of openFile(folder, file, secret)) chunks.push(chunk);
    await uploads.write(key, Buffer.concat(chunks));
    onProgress?.({ step: "uploads", done: index + 1, total: manifest.uploads.length });
  }
}
