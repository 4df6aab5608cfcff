import type { Act } from "./acts.ts";
import { actsOfMembers, actsOfStrangers } from "./acts.ts";
import { byShare, upTo } from "./chance.ts";
import type { Town } from "./town.ts";

/** Somebody with a browser, and what is on its page. */
export interface Visitor {
  username: string;
  /** Whether they sign out now and then; the others keep pages open. */
  roams: boolean;
  cookies: Map<string, string>;
  address: string;
  /** What they wrote and did not take away. */
  posts: number[];
  follows: Set<string>;
  /** Links of the last page: to older posts, to a picture, and where it listens. */
  older: string | null;
  picture: string | null;
  stream: string;
}

export const newVisitor = (username: string, roams: boolean): Visitor => ({
  ...{ username, roams, cookies: new Map(), address: newAddress(), posts: [], follows: new Set() },
  ...{ older: null, picture: null, stream: "/live" },
});

/** Who signs out comes back from somewhere else. */
export const newAddress = () => `10.${upTo(256)}.${upTo(256)}.${upTo(256)}`;

export const isSignedIn = ({ cookies }: Visitor) => cookies.has("session");

export const cookieOf = ({ cookies }: Visitor) => [...cookies].map((pair) => pair.join("=")).join("; ");

/** What is wrong with an answer: the route and what came of it. */
export type Fault = string;

/** Has a visitor do one thing, whatever they may fancy now. Answers what was wrong; null: nothing. */
export async function visit(visitor: Visitor, town: Town, site: string): Promise<Fault | null> {
  const acts = isSignedIn(visitor) ? actsOfMembers : actsOfStrangers;
  return perform(byShare(acts), visitor, town, site);
}

export async function perform(act: Act, visitor: Visitor, town: Town, site: string): Promise<Fault | null> {
  const { path, form, partial, right = form ? [303] : [200], leaves } = act.ask(visitor, town);
  const headers = new Headers({ Accept: "text/html", "X-Forwarded-For": visitor.address });
  if (visitor.cookies.size > 0) headers.set("Cookie", cookieOf(visitor));
  if (partial) for (const [name, value] of Object.entries(PARTIAL)) headers.set(name, value);
  const asked = { headers, body: form, method: form ? "POST" : "GET", redirect: "manual" } as const;
  try {
    const signal = leaves ? AbortSignal.timeout(leaves) : undefined;
    const response = await send(site + path, { ...asked, signal });
    const text = await response.text();
    keepCookies(visitor, response);
    if (!right.includes(response.status)) return `${act.route} answered ${response.status}`;
    if (response.headers.get("Content-Type")?.startsWith("text/html")) look(visitor, text);
    act.learn?.(visitor, text);
    return null;
  } catch (error) {
    if (leaves) return null;
    return `${act.route} failed: ${codeOf(error) ?? error}`;
  }
}

/**
 * As browsers do: a page is asked for again when the kept connection was closed just then, as servers do with those that
 * rest; a form is sent once, on a connection of its own.
 */
async function send(address: string, asked: RequestInit): Promise<Response> {
  if (asked.method === "POST") return fetch(address, { ...asked, keepalive: false });
  return fetch(address, asked).catch((error) => {
    if (codeOf(error) !== "ECONNRESET") throw error;
    return fetch(address, { ...asked, keepalive: false });
  });
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : null);

const PARTIAL = { "HX-Request": "true", "HX-Request-Type": "partial", "HX-Current-URL": "http://localhost/" };

function keepCookies({ cookies }: Visitor, response: Response) {
  for (const line of response.headers.getSetCookie()) {
    const cookie = Bun.Cookie.parse(line);
    if (cookie.isExpired()) cookies.delete(cookie.name);
    else cookies.set(cookie.name, encodeURIComponent(cookie.value));
  }
}

/** What of a page leads on. */
function look(visitor: Visitor, page: string) {
  const link = (pattern: RegExp) => pattern.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? null;
  visitor.older = link(/class="older" href="([^"]+)"/);
  visitor.picture = link(/src="(\/avatars\/[^"]+\.webp)"/) ?? link(/src="(\/avatars\/[^"]+)"/);
  visitor.stream = link(/"(\/live\?talk=[^"]+)"/) ?? "/live";
}
