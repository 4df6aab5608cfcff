import { and, desc, eq, gt, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs } from "../../db/schema.ts";

/*
 * The jobs in the table, for whoever looks after them. See `queue.ts` for how they get there and leave.
 */

const now = sql`utc_timestamp(3)`;
const isRunning = and(isNull(jobs.failedAt), gt(jobs.lockedUntil, now));
const notRunning = or(isNotNull(jobs.failedAt), isNull(jobs.lockedUntil), lte(jobs.lockedUntil, now)) as SQL;

const SHOWN = 100;

/** The newest jobs, 100 at most, and how many there are; all of them, or those that failed for good. */
export async function listJobs({ failed = false } = {}) {
  const which = failed ? isNotNull(jobs.failedAt) : undefined;
  const rows = await db
    .select({
      ...{ id: jobs.id, kind: jobs.kind, payload: jobs.payload, attempts: jobs.attempts },
      running: sql`${isRunning}`.mapWith(Boolean),
      ...{ runAt: jobs.runAt, failedAt: jobs.failedAt, lastError: jobs.lastError, createdAt: jobs.createdAt },
    })
    .from(jobs)
    .where(which)
    .orderBy(desc(jobs.id))
    .limit(SHOWN);
  const list = rows.map(({ running, ...job }) => ({ ...job, state: stateOf(running, job.failedAt) }));
  return { jobs: list, total: await db.$count(jobs, which) };
}

const stateOf = (running: boolean, failedAt: Date | null) =>
  failedAt ? "failed" : running ? "running" : "waiting";

const anew = { runAt: now, lockedUntil: null, attempts: 0, failedAt: null };

/** Has a job tried again at once, with all its tries. False when there is none of this id, or it runs just now. */
export async function retryJob(id: number): Promise<boolean> {
  const [{ affectedRows }] = await db
    .update(jobs)
    .set(anew)
    .where(and(eq(jobs.id, id), notRunning));
  return affectedRows === 1;
}

/** Has all jobs tried again that failed for good; answers how many. */
export async function retryFailedJobs(): Promise<number> {
  const [{ affectedRows }] = await db.update(jobs).set(anew).where(isNotNull(jobs.failedAt));
  return affectedRows;
}

/** Forgets a job; what it was to do is not done. False when there is none of this id, or it runs just now. */
export async function dropJob(id: number): Promise<boolean> {
  const [{ affectedRows }] = await db.delete(jobs).where(and(eq(jobs.id, id), notRunning));
  return affectedRows === 1;
}
