import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { settings } from "../../db/schema.ts";

/** A key of 256 bits that the first process to ask makes, and that all keep in the database for good. */
export async function keptKey(setting: string): Promise<string> {
  const kept = await find(setting);
  if (kept !== undefined) return kept;
  const value = randomBytes(32).toString("base64url");
  await db.insert(settings).ignore().values({ key: setting, value });
  return (await find(setting)) ?? value;
}

async function find(setting: string): Promise<string | undefined> {
  const [kept] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, setting));
  return kept?.value;
}
