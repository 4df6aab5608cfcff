import { and, desc, eq, inArray, isNotNull, lt, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs, users } from "../../db/schema.ts";
import { env } from "../env.ts";
import type { Mail } from "../mail/messages.ts";

/** In development every mail lands in a mailbox page, unless a server is named. */
export const devMailboxOpen = () => env.NODE_ENV === "development" && env.SMTP_URL === undefined;

/** Whether a mail that is asked for will be sent, or at least be found in development's mailbox. */
export const mailWorks = () => env.SMTP_URL !== undefined || devMailboxOpen();

/** Whether a newcomer must confirm their address before they may post. */
export const confirmationRequired = () => env.SMTP_URL !== undefined;

/** A mail that was not sent and will not be. `username`: to whom; null when they are gone. */
export interface FailedMail {
  failedAt: Date | null;
  message: string;
  username: string | null;
  reason: string | null;
}

const SHOWN = 100;
const KEPT_DAYS = 30;

/** The mails that were refused or given up, newest first, 100 at most. */
export async function failedMail(): Promise<FailedMail[]> {
  const failed = await db
    .select({ payload: jobs.payload, failedAt: jobs.failedAt, reason: jobs.lastError })
    .from(jobs)
    .where(and(eq(jobs.kind, "mail"), isNotNull(jobs.failedAt)))
    .orderBy(desc(jobs.failedAt), desc(jobs.id))
    .limit(SHOWN);
  const mails = failed.map(({ payload, ...rest }) => ({ ...(payload as Mail), ...rest }));
  const names = await usernamesOf(mails.map(({ userId }) => userId ?? 0));
  return mails.map(({ message, userId, ...rest }) => ({
    ...{ message, username: names.get(userId ?? 0) ?? null },
    ...{ failedAt: rest.failedAt, reason: rest.reason },
  }));
}

/** Forgets what failed more than 30 days ago: whoever mistypes an address leaves such a mail behind. */
export async function removeOldFailedMail(): Promise<void> {
  const longAgo = sql`utc_timestamp(3) - interval ${KEPT_DAYS} day`;
  await db.delete(jobs).where(and(eq(jobs.kind, "mail"), lt(jobs.failedAt, longAgo)));
}

async function usernamesOf(ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: users.id, username: users.username })
    .from(users)
    .where(inArray(users.id, ids));
  return new Map(rows.map(({ id, username }) => [id, username]));
}
