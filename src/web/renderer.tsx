import { createMiddleware } from "hono/factory";
import type { Child } from "hono/jsx";
import { Fragment } from "../../components/jsx/jsx-runtime.ts";
import { Layout } from "../../components/layout.tsx";
import type { OpenTalk } from "../../components/live.tsx";
import { isUnconfirmed } from "../domain/confirmation.ts";
import { env } from "../env.ts";
import { asset } from "./assets.ts";
import { type App, wantsPartial } from "./context.ts";
import { takeFlash } from "./flash.ts";
import { pathOf } from "./guards.ts";

/** What a full page needs besides its content. `modules` are names in public/, loaded on this page only. */
interface PageProps {
  title: string;
  modules?: string[];
  /** Stands beside the page where there is room. */
  aside?: Child;
  /** False where the page itself is about the address that is not confirmed yet. */
  reminder?: boolean;
  /** False where it could not be found out who is there. */
  known?: boolean;
  /** The conversation that is open on the page, to be kept current. */
  talk?: OpenTalk;
}

declare module "hono" {
  interface ContextRenderer {
    // biome-ignore lint/style/useShorthandFunctionType: only an interface is merged with Hono's own
    (content: Child, props: PageProps): Response | Promise<Response>;
  }
}

const STYLES = ["bootstrap.css", "microblog.css"];
const SCRIPTS = ["htmx.js"];
const MODULES = ["messages.js", "search.js"];

/** Besides, for those who are signed in: what they have begun to write, who somebody is, and pages that stay current. */
const MEMBERS = { scripts: ["hx-sse.js"], modules: ["draft.js", "card.js", "live.js"] };
const VISITORS = { scripts: [], modules: [] } satisfies typeof MEMBERS;

/** The modules of pages on which one reads on, and of those on which one writes too. */
export const READING = ["timeline.js", "focus.js", "clicks.js"];
export const WRITING = [...READING, "compose.js", "mentions.js", "dialog.js"];

/** The module of pages on which a password is typed. */
export const PASSWORDS = ["password.js"];

const VARY = "HX-Request-Type, Cookie, Accept-Language, Accept";

/**
 * The one place that decides between a full page and a fragment. Answers differ by what htmx says, by who is asking and
 * by language, and `Vary` says so. Full pages of a signed-in person are `no-store`; fragments `no-cache`, because
 * Chromium forgets a page for "back" that fetched `no-store` fragments. Both are set ahead for whatever else is answered
 * (JSON, redirects); what is the same for everyone sets its own. A page is text by then: no component waits for anything,
 * and Hono would turn round to see.
 */
export const renderer = createMiddleware<App>(async (c, next) => {
  c.header("Vary", VARY);
  c.header("Cache-Control", "private, no-cache");
  c.setRenderer((content, { title, modules = [], aside, reminder = true, known = true, talk }) => {
    const { viewer, badges, LL, locale, theme } = c.var;
    if (wantsPartial(c)) return c.html(String(<Fragment>{content}</Fragment>));

    const theirs = viewer ? MEMBERS : VISITORS;
    const notice = takeFlash(c);
    if (viewer || notice) c.header("Cache-Control", "private, no-store");
    c.header("Content-Language", locale);
    const page = (
      <Layout
        {...{ title, viewer, known, badges, LL, locale, theme, notice, aside, talk }}
        unconfirmed={reminder && viewer !== null && isUnconfirmed(viewer)}
        dir="ltr"
        siteName={env.SITE_NAME}
        path={pathOf(c.req.url)}
        assets={{
          styles: STYLES.map(asset),
          scripts: [...SCRIPTS, ...theirs.scripts].map(asset),
          modules: [...MODULES, ...theirs.modules, ...modules].map(asset),
          icon: asset("icon.svg"),
        }}
      >
        {content}
      </Layout>
    );
    return c.html(String(page));
  });
  await next();
});
