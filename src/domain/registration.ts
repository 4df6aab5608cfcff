import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { settings } from "../../db/schema.ts";
import { env } from "../env.ts";

const KEY = "registration";
const CLOSED = "closed";

/** Whether people may register by themselves: one look by key, and none where the environment says no. */
export async function isRegistrationOpen(): Promise<boolean> {
  return (await whatClosesRegistration()) === null;
}

/** What keeps registration closed: `environment` (REGISTRATION=closed goes above the rest), `setting`, or nothing. */
export async function whatClosesRegistration(): Promise<"environment" | "setting" | null> {
  if (env.REGISTRATION === CLOSED) return "environment";
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, KEY));
  return row?.value === CLOSED ? "setting" : null;
}

/** Opens or closes registration, for all processes and from the next page on. */
export async function setRegistration(value: "open" | "closed"): Promise<void> {
  await db.insert(settings).values({ key: KEY, value }).onDuplicateKeyUpdate({ set: { value } });
}
