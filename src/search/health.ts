import { and, inArray, isNull, min } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs, searchChanges } from "../../db/schema.ts";
import { timeOf } from "../domain/ids.ts";
import type { Kind } from "../jobs/queue.ts";
import { measure, type Values } from "../metrics.ts";
import { engines } from "./choose.ts";

/** Why the engine that should answer searches does not; `ok`: it does. */
export const searchHealth = (): string => engines.elasticsearch?.breaker.reason() ?? "ok";

measure(
  "search_breaker_open",
  "Whether Elasticsearch is away and the database answers for it: 1, or 0",
  [],
  () => [[{}, searchHealth() === "ok" ? 0 : 1]],
);

measure(
  "search_lag_seconds",
  "For how long the oldest change has waited to be found, by engine",
  ["engine"],
  async (): Promise<Values> => [
    [{ engine: "mysql" }, await lagOfMysql()],
    ...(engines.elasticsearch ? [[{ engine: "elasticsearch" }, await lagOfElastic()] as Values[number]] : []),
  ],
);

const INDEXING: Kind[] = ["index-post", "index-person"];

/** Its oldest job, which is tried again until it is done or has failed for good. */
async function lagOfMysql(): Promise<number> {
  const [job] = await db
    .select({ id: min(jobs.id) })
    .from(jobs)
    .where(and(isNull(jobs.failedAt), inArray(jobs.kind, INDEXING)));
  return secondsSince(job?.id ?? null);
}

async function lagOfElastic(): Promise<number> {
  const [change] = await db.select({ id: min(searchChanges.change) }).from(searchChanges);
  return secondsSince(change?.id ?? null);
}

const secondsSince = (id: number | null) => (id === null ? 0 : Math.max(0, (Date.now() - timeOf(id)) / 1000));
