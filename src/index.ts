import { closeDatabase } from "../db/client.ts";
import { describeFault } from "../db/faults.ts";
import { migrate } from "../db/migrate.ts";
import { answer, endStreams } from "./app.tsx";
import { env } from "./env.ts";
import { startWorker } from "./jobs/worker.ts";
import { log } from "./log.ts";

await migrate(env.DATABASE_URL, { say: (line) => log.info(line) }).catch((error) => {
  log.fatal({ fault: describeFault(error) }, "The database is not ready.");
  process.exit(1);
});

if (!env.RATE_LIMITS)
  log.warn(
    "RATE_LIMITS=off: anyone may guess passwords and flood this site. For tests and load generators only.",
  );

const server = listen();
const worker = env.WORKER ? startWorker() : null;
log.info({ url: server.url.href }, "listening");

function listen() {
  try {
    return Bun.serve({
      port: env.PORT,
      hostname: env.HOST,
      fetch: (request, server) =>
        answer(request, server.requestIP(request)?.address, () => server.timeout(request, 0)),
    });
  } catch (error) {
    log.fatal({ fault: describeFault(error) }, `Port ${env.PORT} of ${env.HOST} cannot be had.`);
    process.exit(1);
  }
}

let ending = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, end);

/** Ends in order: the streams, which else go on for ever, no new requests or jobs, those that run, then the connections. */
async function end() {
  if (ending) return;
  ending = true;
  const deadline = setTimeout(() => process.exit(1), 10_000);
  endStreams();
  await Promise.all([server.stop(), worker?.stop()]);
  await closeDatabase();
  clearTimeout(deadline);
  process.exit(0);
}
