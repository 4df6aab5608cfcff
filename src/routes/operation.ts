import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { readiness } from "../domain/readiness.ts";
import { env } from "../env.ts";
import { searchHealth } from "../search/health.ts";
import type { App } from "../web/context.ts";
import { isLeaving } from "../web/farewell.ts";
import { METRICS_TYPE, readMetrics } from "../web/metrics.ts";
import { proxyIsUndeclared } from "../web/origin.ts";

const UNDECLARED =
  "Requests come through a proxy that TRUSTED_PROXIES does not count: limits for each address stand aside.";

/**
 * For whoever runs the site: `/livez` tells that the process answers and will go on to, `/readyz` that it can serve, and
 * what it stands on; `/metrics` is there for who has METRICS_TOKEN.
 */
export const operation = new Hono<App>()
  .get("/livez", (c) => (isLeaving() ? c.text("leaving", 503) : c.text("ok")))
  .get("/readyz", async (c) => {
    const found = await readiness();
    const leaving = isLeaving();
    const ready = found.ready && !leaving;
    const proxies = proxyIsUndeclared() ? UNDECLARED : "ok";
    return c.json({ ...found, search: searchHealth(), ready, proxies, leaving }, ready ? 200 : 503);
  });

if (env.METRICS_TOKEN) {
  operation.get("/metrics", bearerAuth({ token: env.METRICS_TOKEN }), async (c) =>
    c.text(await readMetrics(), 200, { "Content-Type": METRICS_TYPE }),
  );
}
