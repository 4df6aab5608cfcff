import { Hono } from "hono";
import { databaseAnswers } from "../domain/readiness.ts";
import type { App } from "../web/context.ts";
import { proxyIsUndeclared } from "../web/origin.ts";

const UNDECLARED =
  "Requests come through a proxy that TRUSTED_PROXIES does not count: limits for each address stand aside.\n";

/** For whoever runs the site: `/livez` tells that the process answers, `/readyz` that it can serve. */
export const operation = new Hono<App>()
  .get("/livez", (c) => c.text("ok"))
  .get("/readyz", async (c) => {
    await databaseAnswers();
    return c.text(proxyIsUndeclared() ? `ok\n${UNDECLARED}` : "ok");
  });
