import pino from "pino";
import { env } from "./env.ts";

const LEVELS = { production: "info", development: "warn", test: "silent" } as const;

const options = { level: env.LOG_LEVEL ?? LEVELS[env.NODE_ENV], base: null };

/** The log: JSON lines on standard output, to be read by people in development. Never log a path, query, body, name or token. */
export const log = env.production
  ? pino(options)
  : pino(options, { write: (line) => console.log(readable(line)) });

/** `12:00:01 warn message fault="ECONNREFUSED" ms=3`, from the JSON of a line. */
export function readable(line: string): string {
  const { level, time, msg, stack, ...rest } = JSON.parse(line);
  const values = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const clock = new Date(time).toISOString().slice(11, 19);
  return [clock, pino.levels.labels[level], msg, ...values].join(" ") + (stack ? `\n${stack}` : "");
}
