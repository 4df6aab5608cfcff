import pino from "pino";
import { env } from "./env.ts";

const LEVELS = { production: "info", development: "warn", test: "silent" } as const;

/** The log: JSON lines on standard output. Never log a path, query, body, name or token. */
export const log = pino({ level: env.LOG_LEVEL ?? LEVELS[env.NODE_ENV], base: null });
