import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import type { Locales, TranslationFunctions } from "../locales/i18n-types.js";
import type { Viewer } from "../src/domain/people.ts";
import type { Badges } from "../src/domain/sessions.ts";
import type { Notice } from "../src/web/flash.ts";
import { ConfirmReminder } from "./accounts/confirm-pages.tsx";
import { Footer } from "./footer.tsx";
import { Live, type OpenTalk } from "./live.tsx";
import { Masthead } from "./masthead.tsx";

/** Addresses of files: classic scripts first (htmx), then the modules that lean on them. */
export interface PageAssets {
  styles: string[];
  scripts: string[];
  modules: string[];
  icon: string;
}

export interface LayoutProps {
  title: string;
  viewer: Viewer | null;
  known: boolean;
  badges: Badges;
  LL: TranslationFunctions;
  locale: Locales;
  dir: "ltr" | "rtl";
  theme: string;
  siteName: string;
  /** What was asked for, path and query: where the choice of a language leads back to. */
  path: string;
  notice: Notice | null;
  /** Whether the viewer is to be reminded of their address. */
  unconfirmed: boolean;
  /** The conversation that is open on the page. */
  talk?: OpenTalk;
  assets: PageAssets;
  /** Stands beside the page where there is room for it. */
  aside?: Child;
  children?: Child;
}

/** A whole page. */
export function Layout(props: LayoutProps) {
  const { title, viewer, known, badges, LL, locale, dir, theme, siteName, path, assets, aside, children } =
    props;
  const { notice, unconfirmed, talk } = props;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={locale} dir={dir} data-bs-theme={theme === "light" || theme === "dark" ? theme : undefined}>
        <Head title={title} siteName={siteName} LL={LL} assets={assets} />
        <body>
          <a class="skip" href="#main">
            {LL.layout.skipToContent()}
          </a>
          <div class="shell">
            <Masthead {...{ viewer, known, badges, LL, locale, siteName, path }} />
            <main id="main" tabindex={-1}>
              {notice && <NoticeLine notice={notice} LL={LL} />}
              {unconfirmed && <ConfirmReminder LL={LL} />}
              {children}
            </main>
            <div class="side">
              {aside && <aside aria-label={LL.layout.aside()}>{aside}</aside>}
              <Footer viewer={viewer} LL={LL} locale={locale} path={path} />
            </div>
          </div>
          <div
            id="messages"
            role="status"
            data-network={LL.errors.network()}
            data-failure={LL.errors.failure.message()}
          />
          {viewer && <Live talk={talk} />}
          <dialog id="dialog" aria-labelledby="question-title" closedby="any" />
        </body>
      </html>
    </>
  );
}

/**
 * A failed request leaves the page as it is, and `public/messages.js` says so. History is the browser's: with its own,
 * htmx fetches a page anew on the way back from a mere `#main`, and a draft on it is lost.
 */
const htmxConfig = JSON.stringify({
  history: false,
  noSwap: [204, 304, "5xx"],
  defaultTimeout: 15_000,
  includeIndicatorCSS: false,
});

function Head({ title, siteName, LL, assets }: Pick<LayoutProps, "title" | "siteName" | "LL" | "assets">) {
  return (
    <head>
      <meta charset="utf-8" />
      <title>{title === siteName ? title : `${title} · ${siteName}`}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="description" content={LL.layout.description()} />
      <meta name="htmx-config" content={htmxConfig} />
      <link rel="icon" href={assets.icon} type="image/svg+xml" />
      {assets.styles.map((href) => (
        <link rel="stylesheet" href={href} />
      ))}
      {assets.scripts.map((src) => (
        <script src={src} defer />
      ))}
      {assets.modules.map((src) => (
        <script src={src} type="module" />
      ))}
    </head>
  );
}

/** What happened just before this page: said once. */
function NoticeLine({ notice, LL }: { notice: Notice; LL: TranslationFunctions }) {
  return (
    <p class={`alert alert-${notice.kind}`} role={notice.kind === "danger" ? "alert" : "status"}>
      {LL.notices[notice.message]()}
    </p>
  );
}
