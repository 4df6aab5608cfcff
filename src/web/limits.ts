import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import { consume, type Limit, type Subjects } from "../domain/limits.ts";
import { type App, prefersJson, wantsPartial } from "./context.ts";
import { limitedAddress } from "./origin.ts";

/** Over a limit: come again after so many seconds. */
export class TooMany extends HTTPException {
  constructor(readonly seconds: number) {
    super(429);
  }
}

type Again = (c: Context) => Response | Promise<Response>;

/**
 * Counts each request to a route, for the signed-in person and the address it comes from. Over the limit: 429. Where
 * someone was writing, `again` shows the form with what they wrote.
 */
export const limited = (limit: Limit, again?: Again) =>
  createMiddleware<App>(async (c, next) => {
    const wait = await countedFor(c, limit);
    return wait === null ? next() : refuseFor(c, wait, again);
  });

/** Counts one request. Null when it may go on, otherwise after how many seconds to come again. */
export const countedFor = (c: Context<App>, limit: Limit, subjects?: Subjects): Promise<number | null> =>
  consume(limit, { account: c.var.viewer?.id ?? null, address: limitedAddress(c), ...subjects });

/** Says so: a whole page shows the form again; a part of one, or JSON, leaves what was written where it is. */
export function refuseFor(c: Context, seconds: number, again?: Again): Response | Promise<Response> {
  if (!again || wantsPartial(c) || prefersJson(c)) throw new TooMany(seconds);
  c.header("Retry-After", String(seconds));
  c.status(429);
  return again(c);
}
