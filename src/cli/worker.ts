/** `bun run worker`: runs jobs and nothing else, beside web processes that run with WORKER=off. */
import { startWorker } from "../jobs/worker.ts";
import { endInOrder, prepareDatabase } from "../lifetime.ts";
import { log } from "../log.ts";

await prepareDatabase();
const worker = startWorker();
log.info("working");

endInOrder(() => worker.stop());
