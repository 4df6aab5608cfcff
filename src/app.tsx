import { Hono } from "hono";
import { compress } from "hono/compress";
import { accounts } from "./routes/accounts.tsx";
import { avatars } from "./routes/avatars.ts";
import { explore } from "./routes/explore.tsx";
import { home } from "./routes/home.tsx";
import { operation } from "./routes/operation.ts";
import { people } from "./routes/people.tsx";
import { posts } from "./routes/posts.tsx";
import { search } from "./routes/search.tsx";
import { settings } from "./routes/settings.tsx";
import { assetRoutes } from "./web/assets.ts";
import { receiveForm, refuseBadForm } from "./web/body.ts";
import type { App } from "./web/context.ts";
import { csrf } from "./web/csrf.ts";
import { notFound, onError } from "./web/errors.tsx";
import { headers } from "./web/headers.ts";
import { detectLanguage, locale, preferences } from "./web/locale.ts";
import { renderer } from "./web/renderer.tsx";
import { requests } from "./web/requests.ts";
import { session } from "./web/session.ts";

const pages = new Hono<App>();

pages.use(requests, headers, detectLanguage, locale, renderer);
pages.route("/", operation);
pages.route("/", assetRoutes);
pages.use(compress());
pages.route("/", avatars);
pages.use(session, preferences, refuseBadForm, csrf);

pages.route("/", home);
pages.route("/", explore);
pages.route("/", search);
pages.route("/", posts);
pages.route("/", people);
pages.route("/", accounts);
pages.route("/", settings);

pages.notFound(notFound(pages));
pages.onError(onError);

/**
 * The whole site, as a function from request to response. The form is read here, before anything else, because a form
 * can do no more than POST and says in `_method` what it means; and HEAD is a GET whose body is left out. `address` is
 * the peer's, where there is one.
 */
export async function answer(request: Request, address?: string): Promise<Response> {
  if (!URL.canParse(request.url)) return new Response(null, { status: 400 }); // a Host that is none
  const isHead = request.method === "HEAD";
  const received = await receiveForm(request);
  const method = isHead ? "GET" : received.method;
  const meant = method ? new Request(request.url, { method, headers: request.headers }) : request;
  const response = await pages.fetch(meant, { received, address });
  return isHead ? new Response(null, response) : response;
}
