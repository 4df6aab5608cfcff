import { expect } from "bun:test";
import { type SQL, sql } from "drizzle-orm";
import mysql, { type ExecuteValues, type RowDataPacket } from "mysql2/promise";
import { CONNECTION, db } from "../../db/client.ts";
import { asParameter } from "../../db/deadlines.ts";
import { env } from "../../src/env.ts";
import { recorded } from "../bench/recording.ts";

/**
 * How many rows and index entries the statements of `work` went through. Counted on one connection: the pool hands out
 * the one that was given back last, which its id confirms.
 */
export async function rowsRead(work: () => Promise<unknown>): Promise<number> {
  const before = await connectionId();
  await db.execute(sql`flush status`);
  await work();
  const counters = await rows<{ Value: string }>(sql`show session status like 'Handler_read%'`);
  expect(await connectionId()).toBe(before);
  return counters.reduce((sum, counter) => sum + Number(counter.Value), 0);
}

/**
 * Which index each table was asked by, over all statements of `work`: `posts: "posts_author"`. A table that is read as a
 * whole is here by how that is called. Says EXPLAIN, in either server's form, of the statement prepared with its values
 * as the home page's is.
 */
export async function keysUsed(work: () => Promise<unknown>): Promise<Record<string, string>> {
  const used: Record<string, string> = {};
  const connection = await mysql.createConnection({ ...CONNECTION, uri: env.DATABASE_URL });
  try {
    for (const { sql: statement, values } of await recorded(work)) {
      const [[plan]] = await connection.execute<RowDataPacket[]>(
        `explain format=json ${statement}`,
        values.map(asParameter) as ExecuteValues,
      );
      JSON.parse(plan?.EXPLAIN ?? "", (_, part: Partial<Record<string, string>> | null) => {
        if (part?.table_name) used[part.table_name] = part.key ?? part.index_name ?? part.access_type ?? "";
        return part;
      });
    }
  } finally {
    await connection.end();
  }
  return used;
}

const connectionId = async () => (await rows<{ id: number }>(sql`select connection_id() as id`))[0]?.id ?? 0;

async function rows<Row>(statement: SQL): Promise<Row[]> {
  const [found] = await db.execute(statement);
  return found as unknown as Row[];
}
