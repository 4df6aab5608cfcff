import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import { log } from "../log.ts";
import type { App } from "./context.ts";

/** Names each request and logs it by its route's pattern. */
export const requests = createMiddleware<App>(async (c, next) => {
  const began = performance.now();
  const requestId = crypto.randomUUID();
  c.set("requestId", requestId);
  c.header("X-Request-Id", requestId);
  await next();
  const ms = Math.round(performance.now() - began);
  log.info({ requestId, method: c.req.method, route: routePath(c, -1), status: c.res.status, ms }, "request");
});
