import { answer, endStreams } from "./app.tsx";
import { env } from "./env.ts";
import { startWorker } from "./jobs/worker.ts";
import { endInOrder, listen, prepareDatabase } from "./lifetime.ts";
import { log } from "./log.ts";
import { lookForElastic } from "./search/tell.ts";
import { leave } from "./web/farewell.ts";
import { inOnePiece } from "./web/in-one-piece.ts";

/** How long proxies have to notice that we leave, and to send what is new to another instance. */
const FAREWELL_MS = env.production ? 1000 : 0;

await prepareDatabase();

if (!env.RATE_LIMITS)
  log.warn(
    "RATE_LIMITS=off: anyone may guess passwords and flood this site. For tests and load generators only.",
  );

const server = listen(env.PORT, async (request, server) =>
  inOnePiece(await answer(request, server.requestIP(request)?.address, () => server.timeout(request, 0))),
);
const worker = env.WORKER ? startWorker() : null;
log.info({ url: server.url.href }, "listening");
void lookForElastic();

// No more jobs; then no more requests; those that run are finished.
endInOrder(async () => {
  leave();
  endStreams();
  const resting = worker?.stop();
  await Bun.sleep(FAREWELL_MS);
  await Promise.all([server.stop(), resting]);
});
