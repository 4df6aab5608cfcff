import { Hono } from "hono";
import { databaseAnswers } from "../domain/readiness.ts";
import type { App } from "../web/context.ts";

/** For whoever runs the site: `/livez` tells that the process answers, `/readyz` that it can serve. */
export const operation = new Hono<App>()
  .get("/livez", (c) => c.text("ok"))
  .get("/readyz", async (c) => {
    await databaseAnswers();
    return c.text("ok");
  });
