/** `bun run worker`: runs jobs and nothing else, beside web processes that run with WORKER=off. */
import { env } from "../env.ts";
import { startWorker } from "../jobs/worker.ts";
import { endInOrder, listen, prepareDatabase } from "../lifetime.ts";
import { log } from "../log.ts";
import { operation } from "../routes/operation.ts";
import { leave } from "../web/farewell.ts";

await prepareDatabase();
const worker = startWorker();
const { WORKER_PORT: port } = env;
const server = port === undefined ? null : listen(port, (request) => operation.fetch(request));
log.info({ url: server?.url.href }, "working");

endInOrder(async () => {
  leave();
  await worker.stop();
  await server?.stop();
});
