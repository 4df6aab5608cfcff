import type { Context, ErrorHandler, Hono, NotFoundHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ErrorPage, ErrorRegion, errorTitle, type Unsent } from "../../components/errors.tsx";
import { describeFault, isConflict, isDatabaseAway, takesNothing } from "../../db/faults.ts";
import { log } from "../log.ts";
import { type App, prefersJson, wantsPartial } from "./context.ts";
import { isOurs } from "./csrf.ts";
import { pathOf } from "./guards.ts";
import { TooMany } from "./limits.ts";

const RETRY_AFTER_SECONDS = "5";

/** Every error ends here: known ones with their status, a database or store that is away as 503, the rest as 500. */
export const onError: ErrorHandler<App> = (error, c) => {
  if (error instanceof TooMany) c.header("Retry-After", String(error.seconds));
  if (error instanceof HTTPException) return showError(c, error.status as ContentfulStatusCode);
  const unwritten = takesNothing(error);
  const away = unwritten || isDatabaseAway(error) || isConflict(error) || error.name === "StorageAway";
  log.error(
    { requestId: c.var.requestId, fault: describeFault(error), stack: away ? undefined : stackOf(error) },
    away ? "database or store away" : "unexpected error",
  );
  if (away) c.header("Retry-After", RETRY_AFTER_SECONDS);
  return showError(c, away ? 503 : 500, unwritten);
};

/** An address that is not there: 404; 405 when it is there for another method, a redirect when without its last slash. */
export const notFound =
  (app: Hono<App>): NotFoundHandler<App> =>
  (c) => {
    const { method, path, url } = c.req;
    const allowed = METHODS.filter((method) => answers(app, method, path));
    if (allowed.length > 0 && !allowed.includes(method)) {
      c.header("Allow", allowed.join(", "));
      return showError(c, 405);
    }
    const trimmed = path.replace(/\/+$/, "");
    const misspelt = method === "GET" && trimmed !== path && answers(app, "GET", trimmed);
    return misspelt ? c.redirect(trimmed + new URL(url).search, 301) : showError(c, 404);
  };

const METHODS = ["GET", "POST", "PATCH", "DELETE"];

/** Middleware matches everything; a route is what matches and is not for all methods. */
function answers(app: Hono<App>, method: string, path: string): boolean {
  const [matched] = app.router.match(method, path);
  return matched.some(([[, route]]) => route.method === method);
}

/** The error as a page in the reader's language, as a message for a part of one, or as JSON where that is preferred. */
function showError(
  c: Context<App>,
  status: ContentfulStatusCode,
  unwritten = false,
): Response | Promise<Response> {
  const { requestId, LL } = c.var;
  const error = { status, unwritten, LL };
  const title = errorTitle(error);
  c.status(status);
  if (prefersJson(c)) return c.json({ error: { status, message: title, requestId } });
  if (wantsPartial(c)) {
    c.header("HX-Retarget", "#messages");
    c.header("HX-Reswap", "innerHTML");
    return c.render(<ErrorRegion {...error} />, { title });
  }
  const path = c.req.method === "GET" ? c.req.path : undefined;
  const unsent = status === 503 ? unsentForm(c) : undefined;
  return c.render(<ErrorPage {...error} {...{ requestId, path, unsent }} />, {
    title,
    known: status !== 503,
  });
}

/**
 * The form that was sent, where it can be sent again from the page that says it was not taken. Not with a file, which a
 * page cannot hold, nor a password or a code, which it must not; and not what another site had the browser send.
 */
function unsentForm(c: Context<App>): Unsent | undefined {
  const { fields, files } = c.env.received;
  if (fields.size === 0 || files.size > 0 || !isOurs(c.req.raw)) return undefined;
  if ([...fields.keys()].some((name) => SECRET.test(name))) return undefined;
  const flat = [...fields].flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return { action: pathOf(c.req.url), fields: flat };
}

const SECRET = /password|code|token|secret/i;

/** Where it happened, without the message: Drizzle's holds the statement and its parameters. */
const stackOf = (error: Error) =>
  error.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
