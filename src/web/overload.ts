import { createMiddleware } from "hono/factory";
import type { App } from "./context.ts";
import { shed } from "./room.ts";

/**
 * So many requests at work keep the database's connections busy and are answered within half a second, also on a
 * machine with other things to do (measured: docs/decisions/0018-operation.md).
 */
const MOST_AT_ONCE = 50;

let atWork = 0;

/**
 * Whoever comes while as many are at work as can be is told to come again: the others are answered in time, where a
 * line that grows would keep everybody waiting.
 */
export const overload = createMiddleware<App>(async (c, next) => {
  if (atWork >= MOST_AT_ONCE) throw shed(c);
  atWork++;
  try {
    await next();
  } finally {
    atWork--;
  }
});
