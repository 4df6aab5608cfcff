/** `bun run worker`: runs jobs and nothing else, beside web processes that run with WORKER=off. */
import { closeDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { env } from "../env.ts";
import { startWorker } from "../jobs/worker.ts";
import { log } from "../log.ts";

await migrate(env.DATABASE_URL, { say: (line) => log.info(line) });
const worker = startWorker();
log.info("working");

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);

async function end() {
  await worker.stop();
  await closeDatabase();
  process.exit(0);
}
