import { and, asc, eq, isNull, lte, or, sql } from "drizzle-orm";
import { type Database, db } from "../../db/client.ts";
import { isDuplicate } from "../../db/faults.ts";
import { jobs } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { newId } from "../domain/ids.ts";
import type { NotifiedEvent } from "../domain/notifications/kinds.ts";
import type { Mail } from "../mail/messages.ts";

/** The kinds of work, each with what it needs to know. A handler for each is in `handlers.ts`. */
export interface Jobs {
  "fan-out": { postId: number; authorId: number };
  "take-back": { postId: number; authorId: number };
  wake: { readerId: number };
  mail: Mail;
  "remove-account": { userId: number };
  "remove-picture": { key: string };
  notify: NotifiedEvent;
  digest: { personId: number };
  /** `revision` after a deletion: the one that the post would have now. */
  "index-post": { postId: number; revision?: number };
  "index-person": { personId: number };
  "fill-index": Record<string, never>;
  "tell-elastic": Record<string, never>;
  export: { exportId: number };
  import: { importId: number };
  "fill-homes": { authorId: number };
  "remove-archive": { file: string };
  housekeeping: Record<string, never>;
}

export type Kind = keyof Jobs;

/** A job that a worker holds until `LEASE` ends. */
export type Job = {
  [K in Kind]: { id: number; kind: K; payload: Jobs[K]; attempts: number; key: string | null };
}[Kind];

/** How long a worker holds a job, in seconds; one that died in the middle leaves it to another after that. */
export const LEASE = 20;

/** After this many tries a job stays in the table, failed, for someone to look at. */
export const TRIES = 12;

/** What a job needs is away: it is tried again after a delay that grows to this many seconds, as often as it takes. */
const LONGEST_WAIT = 30;
/** Somebody is waiting for these: better to be told soon that it did not work than to wait for hours. */
const FEWER_TRIES: Partial<Record<Kind, number>> = { export: 5, import: 5 };

/** The database's clock: workers on machines whose clocks differ agree about what is due. */
const now = sql`utc_timestamp(3)`;
const inSeconds = (seconds: number) => sql`utc_timestamp(3) + interval ${seconds} second`;

/**
 * Writes a job as part of `tx`, so that it exists exactly when what caused it does. With a `key`, nothing is written
 * while a job of that key waits. `delay` in seconds. After the transaction, `jobsWaiting()` spares it the wait.
 */
export async function enqueue<K extends Kind>(
  tx: Database,
  kind: K,
  payload: Jobs[K],
  { key, delay = 0 }: { key?: string; delay?: number } = {},
): Promise<void> {
  const job = { id: newId(), kind, payload, uniqueKey: key, runAt: inSeconds(delay), createdAt: new Date() };
  await (key ? tx.insert(jobs).ignore().values(job) : tx.insert(jobs).values(job));
}

let wakeWorker = () => {};

/** Tells this process's worker, if it has one, that there may be something to do. */
export const jobsWaiting = () => wakeWorker();

/** The worker's side of `jobsWaiting`. */
export function onJobsWaiting(wake: () => void) {
  wakeWorker = wake;
}

/**
 * Takes the job that has been due longest, or null. Several workers at once get different jobs. No transaction stays
 * open while the job runs: it is the lease that keeps others away. Its key is free again: what is asked for from now on
 * may be more than a handler that has begun will see.
 */
export async function claim(): Promise<Job | null> {
  return transact(async (tx) => {
    const [job] = await tx
      .select({
        ...{ id: jobs.id, kind: jobs.kind, payload: jobs.payload },
        ...{ attempts: jobs.attempts, key: jobs.uniqueKey },
      })
      .from(jobs)
      .where(
        and(
          isNull(jobs.failedAt),
          lte(jobs.runAt, now),
          or(isNull(jobs.lockedUntil), lte(jobs.lockedUntil, now)),
        ),
      )
      .orderBy(asc(jobs.runAt))
      .limit(1)
      .for("update", { skipLocked: true });
    if (job === undefined) return null;
    const attempts = job.attempts + 1;
    await tx
      .update(jobs)
      .set({ lockedUntil: inSeconds(LEASE), attempts, uniqueKey: null })
      .where(eq(jobs.id, job.id));
    return { ...job, attempts } as Job;
  });
}

/** The job is done and leaves the table. */
export async function finish(job: Job): Promise<void> {
  await db.delete(jobs).where(eq(jobs.id, job.id));
}

/** Whether there is no other try after this one. */
export const isLastTry = ({ kind, attempts }: Pick<Job, "kind" | "attempts">) =>
  attempts >= (FEWER_TRIES[kind] ?? TRIES);

/**
 * The job failed with `reason` (no personal data). It is tried again after a growing delay, or kept as failed: after the
 * last try, or at once when it failed `forGood`.
 */
export async function putBack(job: Job, reason: string, { forGood = false } = {}): Promise<void> {
  const delay = Math.min(2 ** job.attempts, 3600);
  const lastError = reason.slice(0, 500);
  const failedAt = forGood || isLastTry(job) ? now : null;
  await db
    .update(jobs)
    .set({ runAt: inSeconds(delay), lockedUntil: null, lastError, failedAt })
    .where(eq(jobs.id, job.id));
}

/**
 * What the job needs is away, for `reason`. That is no fault of the job: it waits without using up its tries. If
 * another of its key has been written meanwhile, that one will do.
 */
export async function putOff(job: Job, reason: string): Promise<void> {
  const delay = Math.min(2 ** job.attempts, LONGEST_WAIT);
  const attempts = Math.min(job.attempts, Math.ceil(Math.log2(LONGEST_WAIT)));
  const lastError = reason.slice(0, 500);
  await db
    .update(jobs)
    .set({ runAt: inSeconds(delay), lockedUntil: null, attempts, lastError, uniqueKey: job.key })
    .where(eq(jobs.id, job.id))
    .catch((error) => {
      if (!isDuplicate(error)) throw error;
      return finish(job);
    });
}

/** The job takes longer than a lease: hold it for another one from now. */
export async function extendLease(job: Pick<Job, "id">): Promise<void> {
  await db
    .update(jobs)
    .set({ lockedUntil: inSeconds(LEASE) })
    .where(eq(jobs.id, job.id));
}
