import { expect } from "bun:test";
import { type SQL, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";

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

const connectionId = async () => (await rows<{ id: number }>(sql`select connection_id() as id`))[0]?.id ?? 0;

async function rows<Row>(statement: SQL): Promise<Row[]> {
  const [found] = await db.execute(statement);
  return found as unknown as Row[];
}
