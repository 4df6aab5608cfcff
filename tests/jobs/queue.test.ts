import { expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { homeRows, jobs } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { follow } from "../../src/domain/follows.ts";
import { newId } from "../../src/domain/ids.ts";
import { publish } from "../../src/domain/posts.ts";
import { scheduleHousekeeping } from "../../src/jobs/handlers.ts";
import {
  claim,
  enqueue,
  extendLease,
  finish,
  type Job,
  putBack,
  putOff,
  TRIES,
} from "../../src/jobs/queue.ts";
import { runNext } from "../../src/jobs/worker.ts";
import { runJobs } from "../support/jobs.ts";
import { people, reset } from "../support/people.ts";

const wake = (readerId: number, options = {}) => enqueue(db, "wake", { readerId }, options);
const past = sql`utc_timestamp(3) - interval 1 second`;
const makeDue = () => db.update(jobs).set({ runAt: past });
const letLeasesEnd = () => db.update(jobs).set({ lockedUntil: past });

const readerOf = (job: Job | null) => (job?.kind === "wake" ? job.payload.readerId : 0);

/** A job that this version does not know: what fails whoever takes it. */
const writeUnknownJob = () =>
  db.insert(jobs).values({ id: newId(), kind: "brew-tea", payload: {}, runAt: past, createdAt: new Date() });

const onlyJob = async () => {
  const [job] = await db
    .select({
      attempts: jobs.attempts,
      failed: sql`${jobs.failedAt} is not null`.mapWith(Boolean),
      lastError: jobs.lastError,
      secondsUntil: sql`ceil(timestampdiff(microsecond, utc_timestamp(3), ${jobs.runAt}) / 1e6)`.mapWith(
        Number,
      ),
    })
    .from(jobs);
  return job;
};

test("a job is run once and is gone", async () => {
  const { ada, grace } = await people();
  await follow(grace, ada);
  await runJobs();
  await publish(ada, { body: "Hello" });
  expect(await db.$count(jobs)).toBe(2); // for the homes, and for the index

  expect(await runNext()).toBe(true);
  expect(await runNext()).toBe(true);

  expect(await runNext()).toBe(false);
  expect(await db.$count(jobs)).toBe(0);
  expect(await db.$count(homeRows, eq(homeRows.readerId, grace.id))).toBe(1);
});

test("a job exists when its transaction is committed, and only then", async () => {
  await reset();

  const refused = transact(async (tx) => {
    await enqueue(tx, "wake", { readerId: 1 });
    throw new Error("second thoughts");
  });
  await expect(refused).rejects.toThrow("second thoughts");
  expect(await db.$count(jobs)).toBe(0);

  await transact(async (tx) => {
    await enqueue(tx, "wake", { readerId: 1 });
    expect(await claim()).toBeNull();
  });
  expect(await claim()).toMatchObject({ kind: "wake", payload: { readerId: 1 }, attempts: 1 });
});

test("workers at once get different jobs, those that are due longest first", async () => {
  await reset();
  for (let reader = 1; reader <= 12; reader++) await wake(reader);

  const first = [await claim(), await claim()];
  const others = await Promise.all(Array.from({ length: 15 }, claim));
  // On MySQL someone may come back with nothing who passed over a row that another had just in hand.
  for (let job = await claim(); job; job = await claim()) others.push(job);

  expect(first.map(readerOf)).toEqual([1, 2]);
  const taken = others.map(readerOf).filter((reader) => reader > 0);
  expect(taken.toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test("a job is not claimed before its time", async () => {
  await reset();
  await wake(1, { delay: 60 });
  expect(await claim()).toBeNull();

  await makeDue();
  expect(await claim()).not.toBeNull();
});

test("a job whose worker died goes to another when its lease has ended", async () => {
  await reset();
  await wake(1);
  await claim();
  expect(await claim()).toBeNull();

  await letLeasesEnd();
  expect(await claim()).toMatchObject({ payload: { readerId: 1 }, attempts: 2 });
});

test("a lease that is extended keeps others away", async () => {
  await reset();
  await wake(1);
  const job = await claim();
  await letLeasesEnd();

  if (job) await extendLease(job);

  expect(await claim()).toBeNull();
});

test("a job that fails is tried again after a growing delay, and kept as failed in the end", async () => {
  await reset();
  await writeUnknownJob();
  const delays: number[] = [];

  for (let attempt = 1; attempt <= TRIES; attempt++) {
    await makeDue();
    expect(await runNext()).toBe(true);
    const job = await onlyJob();
    expect(job).toMatchObject({ attempts: attempt, failed: attempt === TRIES });
    expect(job?.lastError).toStartWith("TypeError");
    delays.push(job?.secondsUntil ?? 0);
  }

  expect(delays).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600]);
  await makeDue();
  expect(await runNext()).toBe(false);
});

test("a job that fails is not tried at once, and holds up no other", async () => {
  await reset();
  await writeUnknownJob();
  await wake(1);

  await runJobs();

  expect(await onlyJob()).toMatchObject({ attempts: 1 });
  expect(await db.$count(jobs)).toBe(1);
});

test("a reason that is too long for the table is cut", async () => {
  await reset();
  await wake(1);
  const job = await claim();

  if (job) await putBack(job, "x".repeat(2000));

  expect((await onlyJob())?.lastError).toBe("x".repeat(500));
});

test("a job with a key is written once while it waits", async () => {
  await reset();

  await Promise.all([1, 2, 3].map(() => wake(1, { key: "wake:1" })));
  await wake(2, { key: "wake:2" });

  expect(await db.$count(jobs)).toBe(2);
});

test("what is asked for while a job of its key runs is done afterwards", async () => {
  await reset();
  await wake(1, { key: "wake:1" });
  const running = await claim();

  await wake(1, { key: "wake:1" });
  if (running) await finish(running);

  expect(await claim()).not.toBeNull();
});

test("a job that failed for good does not stand in the way of its key", async () => {
  await reset();
  await wake(1, { key: "wake:1" });
  const job = await claim();
  if (job) await putBack({ ...job, attempts: TRIES }, "broken");

  await wake(1, { key: "wake:1" });

  expect(await claim()).not.toBeNull();
});

test("housekeeping is scheduled once, an hour from now, whoever asks", async () => {
  await reset();

  await Promise.all([1, 2, 3].map(scheduleHousekeeping));

  expect(await db.$count(jobs)).toBe(1);
  expect((await onlyJob())?.secondsUntil).toBeWithin(3590, 3601);
  await makeDue();
  expect(await runNext()).toBe(true);
  expect(await db.$count(jobs)).toBe(0);
});

test("a job whose engine is away waits at most 30 s, and never uses up its tries", async () => {
  await reset();
  await wake(1);
  for (let outage = 1; outage <= 3 * TRIES; outage++) {
    await makeDue();
    const job = await claim();
    if (job === null) expect.unreachable();
    await putOff(job, "Elasticsearch cannot be reached.");
    const seconds = Math.min(2 ** Math.min(outage, 6), 30);
    expect(await onlyJob()).toMatchObject({
      failed: false,
      lastError: "Elasticsearch cannot be reached.",
      secondsUntil: expect.closeTo(seconds, -1),
    });
  }
});

test("a job that is put off keeps its key, or goes where another has taken it", async () => {
  await reset();
  await wake(1, { key: "one" });
  const first = await claim();
  if (first === null) expect.unreachable();
  await putOff(first, "away");
  await wake(2, { key: "one" });
  expect(await db.$count(jobs)).toBe(1);

  await makeDue();
  const again = await claim();
  if (again === null) expect.unreachable();
  await wake(3, { key: "one" });
  await putOff(again, "away");
  const [left, ...others] = await db.select({ payload: jobs.payload }).from(jobs);
  expect(others).toEqual([]);
  expect(left?.payload).toEqual({ readerId: 3 });
});
