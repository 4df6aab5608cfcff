import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import { env } from "../env.ts";
import type { App } from "./context.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses changes that another site had the browser make. The browser itself tells, in `Sec-Fetch-Site` or, where that
 * is missing (older ones, plain http), in `Origin`; every browser sends at least one with an unsafe method. A request
 * with neither comes from a program that has no cookies of somebody else to misuse.
 */
export const csrf = createMiddleware<App>(async (c, next) => {
  if (!SAFE.has(c.req.method) && !isOurs(c.req.raw)) throw new HTTPException(403);
  await next();
});

/** Whether a page of ours, a person or a program sent it, and no other site had the browser do so. */
export function isOurs(request: Request): boolean {
  const site = request.headers.get("Sec-Fetch-Site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = request.headers.get("Origin");
  if (origin === null) return true;
  if (env.ORIGIN !== undefined) return origin === env.ORIGIN;
  return URL.canParse(origin) && new URL(origin).host === request.headers.get("Host");
}
