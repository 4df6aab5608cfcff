import { zValidator } from "@hono/zod-validator";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { parseId } from "../domain/ids.ts";
import { type App, prefersJson, type Received, type SignedIn, wantsPartial } from "./context.ts";
import { flash } from "./flash.ts";
import { submittedField } from "./forms.ts";

/**
 * Somebody must be signed in; others are led to the sign-in page and from there back here. Not away from a form on a page
 * that stays: what was being written would be lost. And not a program, which could do nothing with that page.
 */
export const signedIn = createMiddleware<SignedIn>(async (c, next) => {
  if (c.var.viewer) return next();
  if ((wantsPartial(c) && c.req.method !== "GET") || prefersJson(c)) throw new HTTPException(401);
  flash(c, "signInFirst", "info");
  return goTo(c, `/login?next=${encodeURIComponent(comingBackTo(c))}`);
});

/** Only for those who are not signed in; others have no use for the page. */
export const signedOut = createMiddleware<App>(async (c, next) => {
  if (c.var.viewer === null) return next();
  flash(c, "alreadySignedIn", "info");
  return goTo(c, "/");
});

/** Leads the browser on to a page of ours: a redirect, or for a partial request what makes htmx go there. */
export function goTo(c: Context, path: string): Response {
  if (wantsPartial(c)) return c.body(null, 200, { "HX-Redirect": path });
  return c.redirect(path, 303);
}

/** The page of ours to come back to: this one, or for a form the page it stood on. */
export function comingBackTo(c: Context): string {
  if (c.req.method === "GET" && !wantsPartial(c)) return pathOf(c.req.url);
  const page = c.req.header("HX-Current-URL") ?? c.req.header("Referer");
  return page === undefined ? "/" : localPath(pathOf(page));
}

/** Path and query of an address, `/` for what is none. */
export function pathOf(address: string): string {
  if (!URL.canParse(address)) return "/";
  const { pathname, search } = new URL(address);
  return pathname + search;
}

/**
 * The path within this site that `next` asks for, or `/`. Whatever a browser might read as another site (`//evil`,
 * `/\evil`, a tab in between, a scheme) is refused by asking the URL parser that browsers use; and the escaped forms,
 * lest a proxy unescapes them.
 */
export function localPath(next: string | undefined): string {
  if (next === undefined || !next.startsWith("/")) return "/";
  const here = "http://here.invalid";
  if (!URL.canParse(next, here)) return "/";
  const { origin, pathname, search } = new URL(next, here);
  return origin === here && !/^\/(\/|%2f|%5c)/i.test(pathname) ? pathname + search : "/";
}

/** Where to go after a form: from the address or, when the form is shown again, from the form. Null: home. */
export function nextOf(c: Received & Pick<Context, "req">): string | null {
  const next = localPath(c.req.query("next") ?? submittedField(c, "next"));
  return next === "/" ? null : next;
}

/** What was looked up, or a 404. */
export function found<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) throw new HTTPException(404);
  return thing;
}

/** The id in the path, or a 404 when it is none. */
export const idOf = (c: Context) => found(parseId(c.req.param("id") ?? ""));

const cursor = z
  .string()
  .transform((text) => parseId(text) ?? Number.NaN)
  .refine(Number.isSafeInteger);

/** Cursors in the query: `?before=` continues a list, `?since=` asks what is newer. One that is no id is a 400. */
export const cursors = zValidator(
  "query",
  z.object({ before: cursor.optional(), since: cursor.optional() }),
  refuseQuery,
);

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** The same where `?since=` may also be a moment (ISO 8601), or 0 for the beginning. */
export const moments = zValidator(
  "query",
  z.object({
    before: cursor.optional(),
    since: z.union([z.literal("0").transform(() => 0), cursor, moment]).default(0),
  }),
  refuseQuery,
);

function refuseQuery(result: { success: boolean }) {
  if (!result.success) throw new HTTPException(400);
}
