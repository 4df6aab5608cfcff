import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import { log } from "../log.ts";
import type { App } from "./context.ts";
import { countRequest } from "./metrics.ts";

/** Names each request, logs and counts it by its route's pattern. */
export const requests = createMiddleware<App>(async (c, next) => {
  const began = performance.now();
  const requestId = crypto.randomUUID();
  c.set("requestId", requestId);
  c.header("X-Request-Id", requestId);
  await next();
  const ms = Math.round(performance.now() - began);
  const { method } = c.req;
  const route = matchedRoutes(c).find((matched) => matched.method !== ANY)?.path ?? "none";
  log.info({ requestId, method, route, status: c.res.status, ms }, "request");
  countRequest({ method, route, status: c.res.status, ms });
});

/** The method of middleware, which matches whatever is asked for. */
const ANY = "ALL";
