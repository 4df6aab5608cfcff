import { collectDefaultMetrics } from "prom-client";
import packageJson from "../../package.json" with { type: "json" };
import { connections, readiness } from "../domain/readiness.ts";
import { countWork } from "../domain/work.ts";
import { env } from "../env.ts";
import { measure, registry, stopwatch } from "../metrics.ts";
import { streams } from "./streams.ts";

/** All that is measured, as Prometheus reads it, and the type of that text. */
export const readMetrics = () => registry.metrics();
export const METRICS_TYPE = registry.contentType;

const took = stopwatch(
  "request_duration_seconds",
  "How long requests took until their answer began, by method, pattern of the route and status",
  ["method", "route", "status"],
);

/** Counts a request. */
export function countRequest(request: { method: string; route: string; status: number; ms: number }): void {
  const { method, route, status, ms } = request;
  took({ method, route, status: String(status) }, ms);
}

if (env.METRICS_TOKEN) collectDefaultMetrics({ register: registry });

measure("build_info", "The version that runs; always 1", ["version", "bun"], () => [
  [{ version: packageJson.version, bun: Bun.version }, 1],
]);

measure("ready", "Whether this process can serve: 1, or 0", [], async () => [
  [{}, (await readiness()).ready ? 1 : 0],
]);

measure("database_connections", "Connections to the database, and how many wait for one", ["state"], () =>
  Object.entries(connections()).map(([state, number]) => [{ state }, number]),
);

measure("streams", "Pages that are kept current", [], () => [[{}, streams()]]);

measure("jobs", "Jobs in the queue that all processes share", ["kind", "state"], async () =>
  (await countWork()).map(({ kind, state, jobs }) => [{ kind, state }, jobs]),
);

measure(
  "jobs_oldest_seconds",
  "For how long the oldest job has been due or running; since one failed for good",
  ["kind", "state"],
  async () => (await countWork()).map(({ kind, state, oldest }) => [{ kind, state }, oldest]),
);
