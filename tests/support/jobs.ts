import { runNext } from "../../src/jobs/worker.ts";

/** Runs all jobs that are due, and those that they bring, to the end. What failed waits for its next try. */
export async function runJobs(): Promise<void> {
  while (await runNext());
}
