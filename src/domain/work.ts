import { max, min, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs } from "../../db/schema.ts";

/** Jobs of one kind in one state. */
export interface WorkCount {
  kind: string;
  state: "due" | "later" | "running" | "failed";
  jobs: number;
  /** For how long the oldest of them has been due or running, in seconds; since it failed for the last time. */
  oldest: number;
}

/** How much work there is. One query, over a table that is as long as what waits. */
export async function countWork(): Promise<WorkCount[]> {
  const now = sql`utc_timestamp(3)`;
  const state = sql<WorkCount["state"]>`case
    when ${jobs.failedAt} is not null then 'failed'
    when ${jobs.lockedUntil} > ${now} then 'running'
    when ${jobs.runAt} > ${now} then 'later'
    else 'due' end`.as("state");
  const age = sql`timestampdiff(second, ${min(jobs.runAt)}, ${now})`.mapWith(Number);
  const failed = sql`timestampdiff(second, ${max(jobs.failedAt)}, ${now})`.mapWith(Number);
  const rows = await db
    .select({ kind: jobs.kind, state, jobs: sql`count(*)`.mapWith(Number), age, failed })
    .from(jobs)
    .groupBy(jobs.kind, sql`state`);
  return rows.map(({ age, failed, ...row }) => ({
    ...row,
    oldest: Math.max(0, row.state === "failed" ? failed : age),
  }));
}
