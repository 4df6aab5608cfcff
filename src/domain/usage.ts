import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { transact } from "../../db/transact.ts";
import { env } from "../env.ts";

/**
 * MySQL answers from what it noted up to a day ago, unless it is told not to; MariaDB knows no such setting and reads this
 * comment as one.
 */
const LOOK_AFRESH = sql`set @looked = 1 /*!80000 , session information_schema_stats_expiry = 0 */`;

const tables = sql`
  select table_name as name, table_rows as count, data_length + index_length as bytes
  from information_schema.tables
  where table_schema = database() and table_type = 'BASE TABLE'
  order by data_length + index_length desc, table_name`;

/** The tables of this site, largest first: about how many rows they have (the server guesses) and the bytes they take. */
export async function tableSizes(): Promise<{ name: string; rows: number; bytes: number }[]> {
  const [rows] = await transact(async (tx) => {
    await tx.execute(LOOK_AFRESH);
    return tx.execute(tables);
  });
  return (rows as unknown as { name: string; count: unknown; bytes: unknown }[]).map(
    ({ name, count, bytes }) => ({ name, rows: Number(count), bytes: Number(bytes) }),
  );
}

/** How many files were uploaded, and their bytes. None where there is no folder for them yet. */
export async function uploadsSize(folder = env.UPLOADS_DIR): Promise<{ files: number; bytes: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  let [files, bytes] = [0, 0];
  for (const entry of entries.filter((each) => each.isFile())) {
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => null); // removed just now
    if (found === null) continue;
    files++;
    bytes += found.size;
  }
  return { files, bytes };
}
