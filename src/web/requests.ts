import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import { log } from "../log.ts";
import { traced } from "../tracing.ts";
import type { App } from "./context.ts";
import { countRequest } from "./metrics.ts";

/** Names each request; logs, counts and traces it by its route's pattern. */
export const requests = createMiddleware<App>((c, next) =>
  traced({ kind: "request", name: c.req.method, headers: c.req.raw.headers }, async (note) => {
    const began = performance.now();
    const requestId = crypto.randomUUID();
    c.set("requestId", requestId);
    c.header("X-Request-Id", requestId);
    await next();
    const ms = Math.round(performance.now() - began);
    const { method } = c.req;
    const { status } = c.res;
    const route = matchedRoutes(c).find((matched) => matched.method !== ANY)?.path ?? "none";
    log.info({ requestId, method, route, status, ms }, "request");
    countRequest({ method, route, status, ms });
    note(
      {
        ...{ "http.request.method": method, "http.route": route, "http.response.status_code": status },
        ...{ "microblog.request.id": requestId, ...(status < 500 ? {} : { "error.type": String(status) }) },
      },
      `${method} ${route}`,
    );
  }),
);

/** The method of middleware, which matches whatever is asked for. */
const ANY = "ALL";
