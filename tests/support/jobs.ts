import { lte, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue } from "../../src/jobs/queue.ts";
import { runNext } from "../../src/jobs/worker.ts";

/** Runs all jobs that are due, and those that they bring, to the end. What failed waits for its next try. */
export async function runJobs(): Promise<void> {
  while (await runNext());
}

/** Waits until nothing is due and nobody is at work, where a worker of its own runs the jobs. */
export async function jobsDone(): Promise<void> {
  while ((await db.$count(jobs, lte(jobs.runAt, sql`utc_timestamp(3)`))) > 0) await Bun.sleep(10);
}

/** Has people indexed whom a test put in by itself. */
export async function indexPeople(people: { id: number }[]): Promise<void> {
  await transact(async (tx) => {
    for (const { id } of people) await enqueue(tx, "index-person", { personId: id });
  });
  await runJobs();
  await jobsDone(); // where a worker of its own has taken some of them
}
