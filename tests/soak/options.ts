import { parseArgs } from "node:util";

export const USAGE = `bun run soak [options]

  --for TIME     how long the load lasts: 10m unless told otherwise; 90s, 1h
  --rate N       requests a second (30)
  --streams N    pages that are kept current (40)
  --every N      seconds from one reading to the next (5)
  --p99 MS       what 99 of 100 answers may take at most (500)
  --json FILE    all readings into a file, too
  --help

Ctrl-C ends it early, and tells what was seen until then.`;

export interface Options {
  seconds: number;
  rate: number;
  streams: number;
  every: number;
  p99: number;
  json?: string;
}

/** Null when help is wanted. Throws a sentence when an option makes no sense. */
export function parseOptions(args: string[]): Options | null {
  const text = (value: string) => ({ type: "string" as const, default: value });
  const { values } = parseArgs({
    args,
    options: {
      for: text("10m"),
      rate: text("30"),
      streams: text("40"),
      every: text("5"),
      p99: text("500"),
      json: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return null;
  const number = (name: "rate" | "streams" | "every" | "p99") => {
    if (!/^\d{1,6}$/.test(values[name])) throw new Error(`--${name} must be a whole number.`);
    return Number(values[name]);
  };
  return {
    ...{ seconds: secondsOf(values.for), rate: number("rate"), streams: number("streams") },
    ...{ every: number("every"), p99: number("p99"), json: values.json },
  };
}

const UNITS = { s: 1, m: 60, h: 3600 };

function secondsOf(time: string): number {
  const [, count, unit] = /^(\d{1,6})([smh])$/.exec(time) ?? [];
  if (!count || !unit) throw new Error("--for must be a time, such as 90s, 10m or 2h.");
  return Number(count) * UNITS[unit as keyof typeof UNITS];
}
