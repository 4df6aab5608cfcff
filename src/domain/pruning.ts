import { lt, lte, type SQL, sql } from "drizzle-orm";
import type { MySqlTable } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import { jobs, securityEvents, sessions, tokens } from "../../db/schema.ts";
import { findOrphans, removeOrphan } from "./orphans.ts";
import { oldSecurityEvents } from "./security-events.ts";

const now = sql`utc_timestamp(3)`;

/** What nobody needs any more, by the name it has in answers. */
const USELESS = {
  sessions: [sessions, lte(sessions.expiresAt, now)],
  tokens: [tokens, lte(tokens.expiresAt, now)],
  failedJobs: [jobs, lt(jobs.failedAt, sql`${now} - interval 30 day`)],
  securityEvents: [securityEvents, oldSecurityEvents],
} as const satisfies Record<string, [MySqlTable, SQL]>;

/** How many rows of each kind; `removedPeople`: of how many people who are gone there was something left. */
export type Pruned = Record<keyof typeof USELESS | "removedPeople", number>;

/** Counts what `prune` would remove. */
export async function countUseless(): Promise<Pruned> {
  const counted = await forEach((table, which) => db.$count(table, which));
  return { ...counted, removedPeople: (await findOrphans()).length };
}

/** Removes expired sessions and tokens, jobs that failed over 30 days ago, old security events and what removed people left. */
export async function prune(): Promise<Pruned> {
  const removed = await forEach(removeInBatches);
  const orphans = await findOrphans();
  for (const person of orphans) await removeOrphan(person);
  return { ...removed, removedPeople: orphans.length };
}

async function forEach(work: (table: MySqlTable, which: SQL) => Promise<number>) {
  const { sessions, tokens, failedJobs, securityEvents } = USELESS;
  return {
    sessions: await work(...sessions),
    tokens: await work(...tokens),
    failedJobs: await work(...failedJobs),
    securityEvents: await work(...securityEvents),
  };
}

const ROWS_AT_ONCE = 1000;

/** Each batch is soon done, so that nobody waits for it. */
async function removeInBatches(table: MySqlTable, which: SQL): Promise<number> {
  for (let removed = 0; ; ) {
    const [{ affectedRows }] = await db.delete(table).where(which).limit(ROWS_AT_ONCE);
    removed += affectedRows;
    if (affectedRows < ROWS_AT_ONCE) return removed;
  }
}
