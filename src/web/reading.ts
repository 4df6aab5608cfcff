import type { Context } from "hono";
import type { App } from "./context.ts";

/** Whether somebody is going to see the answer now: it is no prefetch, no preview, and not asked for its headers only. */
export function isBeingRead(c: Pick<Context<App>, "req" | "env">): boolean {
  const purposes = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"].map((name) => c.req.header(name) ?? "");
  return !c.env.headersOnly && !/prefetch|prerender|preview/i.test(purposes.join());
}
