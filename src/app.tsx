import { Hono } from "hono";
import { compress } from "hono/compress";
import { account } from "./routes/account.tsx";
import { accounts } from "./routes/accounts.tsx";
import { archives } from "./routes/archives.tsx";
import { authenticator } from "./routes/authenticator.tsx";
import { avatars } from "./routes/avatars.ts";
import { confirmation } from "./routes/confirmation.tsx";
import { conversations } from "./routes/conversations.tsx";
import { devMail } from "./routes/dev-mail.tsx";
import { explore } from "./routes/explore.tsx";
import { hidings } from "./routes/hidings.tsx";
import { home } from "./routes/home.tsx";
import { leaving } from "./routes/leaving.tsx";
import { live } from "./routes/live.tsx";
import { mentions } from "./routes/mentions.tsx";
import { messages } from "./routes/messages.tsx";
import { notificationChoices } from "./routes/notification-choices.tsx";
import { notifications } from "./routes/notifications.tsx";
import { operation } from "./routes/operation.ts";
import { passkeys } from "./routes/passkeys.tsx";
import { passwordReset } from "./routes/password-reset.tsx";
import { people } from "./routes/people.tsx";
import { posts } from "./routes/posts.tsx";
import { privacy } from "./routes/privacy.tsx";
import { proofs } from "./routes/proofs.tsx";
import { search } from "./routes/search.tsx";
import { secondStep } from "./routes/second-step.tsx";
import { security } from "./routes/security.tsx";
import { settings } from "./routes/settings.tsx";
import { unsubscribe } from "./routes/unsubscribe.tsx";
import { assetRoutes } from "./web/assets.ts";
import { refuseBadForm, withForm } from "./web/body.ts";
import type { App } from "./web/context.ts";
import { csrf } from "./web/csrf.ts";
import { notFound, onError } from "./web/errors.tsx";
import { farewell } from "./web/farewell.ts";
import { headers } from "./web/headers.ts";
import { limited } from "./web/limits.ts";
import { detectLanguage, locale, preferences } from "./web/locale.ts";
import { overload } from "./web/overload.ts";
import { renderer } from "./web/renderer.tsx";
import { requests } from "./web/requests.ts";
import { session } from "./web/session.ts";

const pages = new Hono<App>();

pages.use(farewell, requests, headers, detectLanguage, locale, renderer);
pages.route("/", operation);
pages.route("/", assetRoutes);
pages.use(overload, compress());
pages.route("/", avatars);
pages.use(limited("reading"), session, preferences, refuseBadForm, csrf);

pages.route("/", home);
pages.route("/", explore);
pages.route("/", search);
pages.route("/", posts);
pages.route("/", people);
pages.route("/", hidings);
pages.route("/", messages);
pages.route("/", conversations);
pages.route("/", mentions);
pages.route("/", notifications);
pages.route("/", live);
pages.route("/", unsubscribe);
pages.route("/", accounts);
pages.route("/", passwordReset);
pages.route("/", confirmation);
pages.route("/", leaving);
pages.route("/", settings);
pages.route("/", account);
pages.route("/", devMail);
pages.route("/", secondStep);
pages.route("/", security);
pages.route("/", authenticator);
pages.route("/", passkeys);
pages.route("/", proofs);
pages.route("/", privacy);
pages.route("/", notificationChoices);
pages.route("/", archives);

pages.notFound(notFound(pages));
pages.onError(onError);

export { endStreams } from "./web/streams.ts";

/**
 * The whole site, as a function from request to response. The form is read here, before anything else, because a form
 * can do no more than POST and says in `_method` what it means; and HEAD is a GET whose body is left out. `address` is
 * the peer's, where there is one; `keepOpen` has the server leave the connection open when nothing is said.
 */
export async function answer(request: Request, address?: string, keepOpen?: () => void): Promise<Response> {
  if (!URL.canParse(request.url)) return new Response(null, { status: 400 }); // a Host that is none
  const isHead = request.method === "HEAD";
  const response = await withForm(request, async (received) => {
    const method = isHead ? "GET" : received.method;
    const meant = method ? new Request(request.url, { method, headers: request.headers }) : request;
    return pages.fetch(meant, { received, address, keepOpen, headersOnly: isHead });
  });
  return isHead ? new Response(null, response) : response;
}
