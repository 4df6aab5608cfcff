import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import { counter } from "../metrics.ts";
import type { App } from "./context.ts";

/**
 * So many requests at work keep the database's connections busy and are answered within half a second, also on a
 * machine with other things to do (measured: docs/decisions/0018-operation.md).
 */
const MOST_AT_ONCE = 50;

const RETRY_AFTER_SECONDS = "2";

const noteShed = counter("requests_shed_total", "Requests that were refused because too many were at work");

let atWork = 0;

/**
 * Whoever comes while as many are at work as can be is told to come again: the others are answered in time, where a
 * line that grows would keep everybody waiting.
 */
export const overload = createMiddleware<App>(async (c, next) => {
  if (atWork >= MOST_AT_ONCE) {
    noteShed();
    c.header("Retry-After", RETRY_AFTER_SECONDS);
    throw new HTTPException(503);
  }
  atWork++;
  try {
    await next();
  } finally {
    atWork--;
  }
});
