import mysql, { type RowDataPacket } from "mysql2/promise";
import { env } from "../../src/env.ts";

/** The rows that a statement finds, with every value as the server has it: no number rounded, no time moved. */
export async function ask(statement: string, url = env.DATABASE_URL): Promise<RowDataPacket[]> {
  const connection = await mysql.createConnection({ uri: url, dateStrings: true, supportBigNumbers: true });
  try {
    return (await connection.query<RowDataPacket[]>(statement))[0];
  } finally {
    await connection.end();
  }
}

/** Every row of every table, sorted. */
export async function everything(url: string): Promise<Record<string, string[]>> {
  const tables = (await ask("show tables", url)).flatMap((row) => Object.values(row).map(String));
  const rows = await Promise.all(
    tables
      .filter((table) => table !== "__drizzle_migrations")
      .map(async (table) => {
        const all = await ask(`select * from \`${table}\``, url);
        return [table, all.map((row) => JSON.stringify(row)).sort()] as const;
      }),
  );
  return Object.fromEntries(rows);
}
