import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { env } from "./env.ts";

/** Everything that is measured, each by the part of the product that knows it. */
export const registry = new Registry();
const registers = [registry];

type Labels = Record<string, string>;
export type Values = [labels: Labels, value: number][];

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
export function counter(name: string, help: string, labelNames: string[] = []): (labels?: Labels) => void {
  const counter = new Counter({ name: `microblog_${name}`, help, labelNames, registers });
  return (labels = {}) => counter.inc(labels);
}

/** How long something takes; the name ends in `_seconds`. Nothing is kept that nobody may read. */
export function stopwatch(
  name: string,
  help: string,
  labelNames: string[],
): (labels: Labels, ms: number) => void {
  const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
  const durations = new Histogram({ name: `microblog_${name}`, help, labelNames, buckets, registers });
  return (labels, ms) => {
    if (env.METRICS_TOKEN) durations.observe(labels, ms / 1000);
  };
}
