import { sql } from "drizzle-orm";
import { db } from "../../db/client.ts";

/** Comes back when the database does; throws what every page would throw when it does not. */
export async function databaseAnswers(): Promise<void> {
  await db.execute(sql`select 1`);
}
