import { eq } from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { settings } from "../../../db/schema.ts";
import type { Kind } from "../documents.ts";

/** New indices under way, and for each the id up to which it is filled, and how many that were. */
export type Building = Record<Kind, { index: string; filledTo: number; filled: number }>;

const KEY = "elasticsearch-building";

/** Whether new indices are under way, in any process. */
export const isBuilding = async () => (await findBuilding()) !== null;

/** How far they have come; null when there are none. */
export async function findBuilding(): Promise<Building | null> {
  const [row] = await db.select().from(settings).where(eq(settings.key, KEY));
  return row ? (JSON.parse(row.value) as Building) : null;
}

/** Notes how far they have come, or, with null, that it has ended. */
export async function noteBuilding(building: Building | null): Promise<void> {
  if (building === null) {
    await db.delete(settings).where(eq(settings.key, KEY));
    return;
  }
  const value = JSON.stringify(building);
  await db.insert(settings).values({ key: KEY, value }).onDuplicateKeyUpdate({ set: { value } });
}
