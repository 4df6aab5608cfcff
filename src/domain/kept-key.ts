import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { settings } from "../../db/schema.ts";

const known = new Map<string, string>();

/** A key of 256 bits that the first process to ask makes, and that all keep in the database for good. */
export async function keptKey(setting: string): Promise<string> {
  const before = known.get(setting);
  if (before !== undefined) return before;
  await db
    .insert(settings)
    .ignore()
    .values({ key: setting, value: randomBytes(32).toString("base64url") });
  const [kept] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, setting));
  if (kept === undefined) throw new Error(`The setting ${setting} has gone.`);
  known.set(setting, kept.value);
  return kept.value;
}
