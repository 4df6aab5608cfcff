import { describeFault } from "../db/faults.ts";
import { answer } from "./app.tsx";
import { env } from "./env.ts";
import { startWorker } from "./jobs/worker.ts";
import { endInOrder, prepareDatabase } from "./lifetime.ts";
import { log } from "./log.ts";

await prepareDatabase();

if (!env.RATE_LIMITS)
  log.warn(
    "RATE_LIMITS=off: anyone may guess passwords and flood this site. For tests and load generators only.",
  );

const server = listen();
const worker = env.WORKER ? startWorker() : null;
log.info({ url: server.url.href }, "listening");

// No new requests or jobs; those that run are finished.
endInOrder(() => Promise.all([server.stop(), worker?.stop()]));

function listen() {
  try {
    return Bun.serve({
      port: env.PORT,
      hostname: env.HOST,
      fetch: (request, server) => answer(request, server.requestIP(request)?.address),
    });
  } catch (error) {
    log.fatal({ fault: describeFault(error) }, `Port ${env.PORT} of ${env.HOST} cannot be had.`);
    process.exit(1);
  }
}
