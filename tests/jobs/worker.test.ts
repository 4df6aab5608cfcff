import { afterEach, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { homeReaders, homeRows, jobs } from "../../db/schema.ts";
import { follow } from "../../src/domain/follows.ts";
import type { PersonRef } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { TRIES } from "../../src/jobs/queue.ts";
import { startWorker, type Worker } from "../../src/jobs/worker.ts";
import { runJobs } from "../support/jobs.ts";
import { people } from "../support/people.ts";
import { transaction, waitingForLocks } from "../support/transaction.ts";

let worker: Worker | undefined;
afterEach(() => worker?.stop());

const rowsOf = (reader: PersonRef) => db.$count(homeRows, eq(homeRows.readerId, reader.id));

async function graceReadsAda() {
  const cast = await people();
  await follow(cast.grace, cast.ada);
  return cast;
}

async function milliseconds(until: () => Promise<boolean>) {
  const began = performance.now();
  while (!(await until())) await Bun.sleep(2);
  return performance.now() - began;
}

test("a job that this process wrote is run at once", async () => {
  const { ada, grace } = await graceReadsAda();
  worker = startWorker();
  const times: number[] = [];

  for (let n = 1; n <= 5; n++) {
    await Bun.sleep(30); // the worker has found nothing to do and waits
    await publish(ada, { body: `${n}` });
    times.push(await milliseconds(async () => (await rowsOf(grace)) === n));
  }

  expect(Math.min(...times)).toBeLessThan(100);
});

test("jobs that were there before the worker, or come from elsewhere, are found", async () => {
  const { ada, grace } = await graceReadsAda();
  for (const body of ["1", "2", "3"]) await publish(ada, { body });

  worker = startWorker();

  expect(await milliseconds(async () => (await rowsOf(grace)) === 3)).toBeLessThan(1500);
});

test("a crowd of jobs is run by several lanes, each once", async () => {
  const { ada, grace } = await graceReadsAda();
  worker = startWorker(4);

  await Promise.all(Array.from({ length: 40 }, (_, n) => publish(ada, { body: `${n}` })));

  await milliseconds(async () => (await db.$count(jobs, eq(jobs.kind, "fan-out"))) === 0);
  expect(await rowsOf(grace)).toBe(40);
});

test("stopping waits for the job that runs, and takes no more", async () => {
  const { ada, grace } = await graceReadsAda();
  await using held = await transaction();
  await held.tx.select().from(homeReaders).where(eq(homeReaders.readerId, grace.id)).for("update");
  worker = startWorker(1);
  await publish(ada, { body: "Hello" });
  await waitingForLocks(1);

  let stopped = false;
  const stopping = worker.stop().then(() => (stopped = true));
  await publish(ada, { body: "Hello again" });
  await Bun.sleep(50);
  expect(stopped).toBe(false);

  await held.rollback();
  await stopping;
  expect(await rowsOf(grace)).toBe(1);
  expect(await db.$count(jobs, eq(jobs.kind, "fan-out"))).toBe(1);
});

test("a job whose rows somebody keeps waits, without using up its tries", async () => {
  const { ada, grace } = await graceReadsAda();
  await runJobs();
  await publish(ada, { body: "Hello" });
  await db
    .update(jobs)
    .set({ attempts: TRIES - 1 })
    .where(eq(jobs.kind, "fan-out"));
  {
    await using held = await transaction();
    await held.tx.select().from(homeReaders).where(eq(homeReaders.readerId, grace.id)).for("update");
    await runJobs();
  }
  const [waiting] = await db.select().from(jobs).where(eq(jobs.kind, "fan-out"));
  expect(waiting).toMatchObject({ failedAt: null, lastError: "ER_LOCK_WAIT_TIMEOUT 1205" });
  expect(waiting?.attempts).toBeLessThan(TRIES - 1);

  await db.update(jobs).set({ runAt: new Date(0) });
  await runJobs();
  expect(await rowsOf(grace)).toBe(1);
});

test("housekeeping is scheduled by the worker", async () => {
  await people();

  worker = startWorker();

  await milliseconds(async () => (await db.$count(jobs, eq(jobs.kind, "housekeeping"))) === 1);
});
