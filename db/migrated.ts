import { sql } from "drizzle-orm";
import { db } from "./client.ts";
import journal from "./migrations/meta/_journal.json" with { type: "json" };

const newest = Math.max(...journal.entries.map(({ when }) => when));

/** Whether the database's schema is this version's, older, or already that of a later version. One query. */
export async function schemaAge(): Promise<"current" | "behind" | "ahead"> {
  const [rows] = await db.execute(sql`select max(created_at) as applied from __drizzle_migrations`);
  const [row] = rows as unknown as { applied: number | string | null }[];
  const applied = Number(row?.applied ?? 0);
  if (applied === newest) return "current";
  return applied < newest ? "behind" : "ahead";
}
