import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { Reader } from "../../components/reader.ts";
import type { Locales, TranslationFunctions } from "../../locales/i18n-types.js";
import type { Viewer } from "../domain/people.ts";
import type { Badges } from "../domain/sessions.ts";
import type { ReceivedForm } from "./body.ts";

export type Theme = "auto" | "light" | "dark";

export interface Session {
  /** Names the session where its token may not appear. */
  publicId: string;
  remember: boolean;
  /** When the person last showed in it that it is them. */
  provedAt: Date;
}

/** What every handler finds in its context. */
export interface App {
  Bindings: {
    /** The form that came with the request, read once at the edge. */
    received: ReceivedForm;
    /** The address of the peer: the client, or the proxy in front. Absent in tests without a server. */
    address?: string;
    /** Only the headers are wanted, by HEAD, which for the app is a GET. */
    headersOnly: boolean;
    /** Has the server leave the connection open however long nothing is said. */
    keepOpen?: () => void;
  };
  Variables: {
    viewer: Viewer | null;
    /** The viewer's session on this browser. */
    session: Session | null;
    badges: Badges;
    locale: Locales;
    LL: TranslationFunctions;
    theme: Theme;
    requestId: string;
  };
}

/** For handlers behind `signedIn`. */
export type SignedIn = App & { Variables: { viewer: Viewer; session: Session } };

/** A context of any of our handlers, for functions that only read it. */
export interface Received {
  env: App["Bindings"];
}
export interface Prepared {
  var: Readonly<App["Variables"]>;
}

/**
 * Whether htmx asked for a part of the page. Everything else, also htmx's own requests for whole pages and its
 * restoring after "back", gets the full page.
 */
export const wantsPartial = (c: Context) => c.req.header("HX-Request-Type") === "partial";

/** Whether a program asks, for which an error is JSON. */
export const prefersJson = (c: Context) =>
  accepts(c, { header: "Accept", supports: ["text/html", "application/json"], default: "text/html" }) ===
  "application/json";
/** Whom a component is rendered for. */
export function readerOf({ var: { viewer, LL, locale } }: Prepared): Reader {
  return { viewer, LL, locale, now: new Date() };
}

/** The addresses of a page of a list: its own, the one after it, and the first, where this is a later one. */
export function placesOf(c: Context, { next }: { next: number | null }) {
  const { path } = c.req;
  const before = c.req.query("before");
  return {
    href: before ? `${path}?before=${before}` : path,
    older: next === null ? null : `${path}?before=${next}`,
    newest: before ? path : undefined,
  };
}
