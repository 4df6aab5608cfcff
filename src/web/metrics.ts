import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import packageJson from "../../package.json" with { type: "json" };
import { connections, readiness } from "../domain/readiness.ts";
import { countWork } from "../domain/work.ts";
import { env } from "../env.ts";
import { streams } from "./streams.ts";

const registry = new Registry();
const registers = [registry];

/** All that is measured, as Prometheus reads it, and the type of that text. */
export const readMetrics = () => registry.metrics();
export const METRICS_TYPE = registry.contentType;

type Values = [labels: Record<string, string>, value: number][];

/**
 * Something that is looked at whenever it is asked for: `read` gives a value for each set of labels. What cannot be read
 * just now, such as what the database knows while it is away, is left out.
 */
export function measure(
  name: string,
  help: string,
  labelNames: string[],
  read: () => Values | Promise<Values>,
): void {
  async function collect(this: Gauge) {
    const values = await Promise.resolve(read()).catch(() => []);
    this.reset();
    for (const [labels, value] of values) this.set(labels, value);
  }
  new Gauge({ name: `microblog_${name}`, help, labelNames, registers, collect });
}

/** Something that is counted as it happens; the name ends in `_total`. Call the answer each time. */
export function counter(name: string, help: string): () => void {
  const counter = new Counter({ name: `microblog_${name}`, help, registers });
  return () => counter.inc();
}

const durations = new Histogram({
  name: "microblog_request_duration_seconds",
  help: "How long requests took until their answer began, by method, pattern of the route and status",
  labelNames: ["method", "route", "status"],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  registers,
});

/** Counts a request. Nothing is counted that nobody may read. */
export function countRequest(request: { method: string; route: string; status: number; ms: number }): void {
  if (!env.METRICS_TOKEN) return;
  const { method, route, status, ms } = request;
  durations.observe({ method, route, status: String(status) }, ms / 1000);
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
