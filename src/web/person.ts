import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { findProfile, type Profile } from "../domain/people.ts";
import type { App } from "./context.ts";
import { found } from "./guards.ts";

/** For handlers of addresses that begin with `/@username`. */
interface OfPerson extends App {
  Variables: App["Variables"] & { person: Profile };
}

/** The user name in a path; Hono matches no name after a literal `@`. Some programs escape the `@` in links. */
export const HANDLE = "/:handle{(?:@|%40)[A-Za-z0-9_]{1,30}}";

/**
 * Finds whose address it is. One under a former user name, or in other letters, leads on to the same address under the
 * present one.
 */
export const person = createMiddleware<OfPerson>(async (c, next) => {
  const asked = (c.req.param("handle") ?? "").slice(1);
  const profile = found(await findProfile(asked, c.var.viewer));
  if (profile.username !== asked && c.req.method === "GET") return leadOn(c, profile.username);
  c.set("person", profile);
  await next();
});

function leadOn(c: Context, username: string) {
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(pathname.replace(/^\/[^/]+/, `/@${username}`) + search, 302);
}
