import { closeDatabase } from "../db/client.ts";
import { describeFault } from "../db/faults.ts";
import { migrate } from "../db/migrate.ts";
import { onSlowStatement } from "../db/observed.ts";
import { env } from "./env.ts";
import { log } from "./log.ts";
import { startTracing, stopTracing } from "./tracing.ts";

const PATIENCE_MS = 60_000;

/** What ending may take: less than the ten seconds that a container engine gives. */
const MOST_MS = 9000;

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Comes back when the database has this version's schema. Waits a minute for one that is not up yet; one that cannot be
 * had, or not be migrated, ends the process with a sentence. SIGTERM ends the waiting, and not the middle of a migration.
 */
export async function prepareDatabase(): Promise<void> {
  await startTracing();
  onSlowStatement((statement, ms) => log.warn({ statement, ms }, "slow statement"));
  const ending = new AbortController();
  const end = () => ending.abort();
  for (const signal of SIGNALS) process.on(signal, end);

  const enough = AbortSignal.any([ending.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const fault = await migrate(env.DATABASE_URL, { enough, say: (line) => log.info(line) }).catch(
    describeFault,
  );
  if (ending.signal.aborted) process.exit(0);
  if (fault) {
    log.fatal({ fault }, "The database is not ready.");
    process.exit(1);
  }
  for (const signal of SIGNALS) process.off(signal, end);
}

/** Answers requests at a port of HOST. One that cannot be had ends the process with a sentence. */
export function listen(
  port: number,
  fetch: (request: Request, server: Server) => Response | Promise<Response>,
) {
  try {
    return Bun.serve({ port, hostname: env.HOST, fetch });
  } catch (error) {
    log.fatal({ fault: describeFault(error) }, `Port ${port} of ${env.HOST} cannot be had.`);
    process.exit(1);
  }
}

type Server = Bun.Server<undefined>;

/** On SIGTERM or SIGINT: `finish` what has begun, close the connections, end. What takes too long is given up. */
export function endInOrder(finish: () => Promise<unknown>): void {
  let ending = false;
  async function end() {
    if (ending) return;
    ending = true;
    setTimeout(giveUp, MOST_MS);
    await finish();
    await stopTracing();
    await closeDatabase();
    process.exit(0);
  }
  for (const signal of SIGNALS) process.on(signal, end);
}

function giveUp() {
  log.warn("What was still running has been given up.");
  process.exit(1);
}
