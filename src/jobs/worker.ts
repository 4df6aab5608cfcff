import { describeFault, isDatabaseAway, isLockWait } from "../../db/faults.ts";
import { Away } from "../domain/away.ts";
import { log } from "../log.ts";
import { closeTransport } from "../mail/transport.ts";
import { scheduleTelling } from "../search/tell.ts";
import { type Attributes, traced } from "../tracing.ts";
import { giveUp, handle, scheduleFilling, scheduleHousekeeping } from "./handlers.ts";
import { claim, finish, isLastTry, type Job, onJobsWaiting, putBack, putOff } from "./queue.ts";

/** How often to look for jobs that other processes wrote or that were put back. Our own announce themselves. */
const LOOK_EVERY_MS = 1000;

const SCHEDULE_EVERY_MS = 600_000;

export interface Worker {
  /** Takes no more jobs, waits for those that are running and hangs up on the mail server. */
  stop(): Promise<void>;
}

/** Runs jobs in this process, up to `lanes` at once. */
export function startWorker(lanes = 2): Worker {
  const bell = newBell();
  onJobsWaiting(bell.ring);
  const scheduling = setInterval(schedule, SCHEDULE_EVERY_MS);
  void schedule();

  let stopped = false;
  const running = Array.from({ length: lanes }, async () => {
    while (!stopped) {
      const rung = bell.heard();
      if (!(await runNext()) && !stopped) await bell.next(rung, LOOK_EVERY_MS);
    }
  });

  return {
    async stop() {
      stopped = true;
      clearInterval(scheduling);
      bell.ring();
      await Promise.all(running);
      closeTransport();
    },
  };
}

/** Runs the next job that is due. False when there is none, or none can be had. */
export async function runNext(): Promise<boolean> {
  try {
    const job = await claim();
    if (job && (await traced({ kind: "job", name: `job ${job.kind}` }, (note) => run(job, note))))
      complained = "";
    return job !== null;
  } catch (error) {
    complain(error, "jobs cannot be reached");
    return false;
  }
}

/** False when it was not done, and waits for another try. */
async function run(job: Job, note: (attributes: Attributes) => void): Promise<boolean> {
  note({ "microblog.job.kind": job.kind, "microblog.job.attempts": job.attempts });
  try {
    await handle(job);
    await finish(job);
    return true;
  } catch (error) {
    note({ "error.type": error instanceof Error ? error.name : "unknown" });
    await notDone(job, error);
    return false;
  }
}

/**
 * What a job needs may be away, the database too, or kept by somebody: then it waits as long as that takes. All else uses
 * up its tries.
 */
async function notDone(job: Job, error: unknown) {
  if (error instanceof Away) return putOff(job, error.message); // whoever found it away has told the log
  const fault = describeFault(error);
  if (mustWait(error)) {
    complain(error, "jobs wait for the database");
    return putOff(job, fault);
  }
  log.error({ job: job.kind, attempts: job.attempts, fault }, "job failed");
  const forGood = isPermanent(error);
  if (forGood || isLastTry(job)) await giveUp(job);
  await putBack(job, fault, { forGood });
}

const mustWait = (error: unknown) => isDatabaseAway(error) || isLockWait(error);

/** What a handler throws may say of itself that trying again is of no use. */
const isPermanent = (error: unknown) =>
  error instanceof Error && "permanent" in error && error.permanent === true;

async function schedule() {
  for (const work of [scheduleHousekeeping, scheduleFilling, scheduleTelling])
    await work().catch((error) => complain(error, "housekeeping cannot be scheduled"));
}

let complained = "";

/** Says it once while it lasts: a database that is away would fill the log. */
function complain(error: unknown, message: string) {
  const fault = describeFault(error);
  if (fault === complained) return;
  complained = fault;
  log[mustWait(error) ? "warn" : "error"]({ fault }, message);
}

/** A bell that can be waited for. Whoever heard it last before looking misses none that rings while they look. */
function newBell() {
  let count = 0;
  let waiting: (() => void)[] = [];
  return {
    heard: () => count,
    ring() {
      count++;
      for (const wake of waiting) wake();
      waiting = [];
    },
    async next(heard: number, most: number) {
      if (count !== heard) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, most);
      waiting.push(resolve);
      await promise;
      clearTimeout(timer);
      waiting = waiting.filter((wake) => wake !== resolve);
    },
  };
}
