import type { Locales, TranslationFunctions } from "../locales/i18n-types.js";
import type { Viewer } from "../src/domain/people.ts";
import type { Badges } from "../src/domain/sessions.ts";
import { icons } from "./icons.tsx";
import { Languages } from "./languages.tsx";
import { profilePath } from "./people/person.tsx";
import { SearchBox } from "./search/box.tsx";

interface MastheadProps {
  viewer: Viewer | null;
  /** Whether that nobody is signed in is known: where it could not be found out, nobody is asked to sign in. */
  known: boolean;
  badges: Badges;
  LL: TranslationFunctions;
  locale: Locales;
  siteName: string;
  path: string;
}

/** The name of the place and the ways through it. */
export function Masthead({ viewer, known, badges, LL, locale, siteName, path }: MastheadProps) {
  const places = viewer ? placesOf(viewer, badges, LL) : placesOfVisitors(LL, known);
  return (
    <header class="masthead">
      <a class="wordmark" href="/">
        {siteName}
      </a>
      {path.split("?")[0] !== "/search" && <SearchBox LL={LL} />}
      <nav class="places" aria-label={LL.layout.places()}>
        <ul class="list-unstyled m-0">
          {places.map((place) => (
            <li class={place.narrow ? "narrow" : undefined}>
              <Way {...place} path={path} />
            </li>
          ))}
        </ul>
      </nav>
      {viewer ? <Account LL={LL} path={path} /> : <Languages LL={LL} locale={locale} path={path} />}
    </header>
  );
}

interface Place {
  href: string;
  icon: (typeof icons)[keyof typeof icons];
  label: string;
  /** How many wait there, and the same as it is said. */
  waiting?: { count: number; said: string };
  /** Only where there is no room for the search box. */
  narrow?: boolean;
}

const placesOf = (viewer: Viewer, badges: Badges, LL: TranslationFunctions): Place[] => [
  { href: "/", icon: icons.home, label: LL.layout.home() },
  { href: "/explore", icon: icons.explore, label: LL.layout.explore() },
  {
    ...{ href: "/messages", icon: icons.messages, label: LL.layout.messages() },
    waiting: { count: viewer.unreadMessages, said: LL.messages.unread({ count: viewer.unreadMessages }) },
  },
  {
    ...{ href: "/notifications", icon: icons.bell, label: LL.layout.notifications() },
    waiting: { count: badges.notifications, said: unreadSaid(badges.notifications, LL) },
  },
  { href: "/search", icon: icons.search, label: LL.search.title(), narrow: true },
  { href: profilePath(viewer), icon: icons.person, label: LL.layout.profile() },
];

const placesOfVisitors = (LL: TranslationFunctions, known: boolean): Place[] => [
  { href: "/explore", icon: icons.explore, label: LL.layout.explore() },
  { href: "/search", icon: icons.search, label: LL.search.title(), narrow: true },
  ...(known ? waysIn(LL) : []),
];

const waysIn = (LL: TranslationFunctions): Place[] => [
  { href: "/login", icon: icons.signIn, label: LL.layout.signIn() },
  { href: "/register", icon: icons.pen, label: LL.layout.register() },
];

function Account({ LL, path }: Pick<MastheadProps, "LL" | "path">) {
  return (
    <nav class="account" aria-label={LL.layout.account()}>
      <Way href="/settings/profile" icon={icons.settings} label={LL.layout.settings()} path={path} />
      <form method="post" action="/logout">
        <button class="way" type="submit">
          {icons.signOut}
          <span>{LL.layout.signOut()}</span>
        </button>
      </form>
    </nav>
  );
}

function Way({ href, icon, label, waiting, path }: Place & { path: string }) {
  return (
    <a class="way" href={href} aria-current={path.split("?")[0] === href ? "page" : undefined}>
      {icon}
      <span>{label}</span>
      {waiting && <Waiting place={href.slice(1)} {...waiting} />}
    </a>
  );
}

/** A number at a place, with an id to be brought up to date by. Empty, it shows nothing and says nothing. */
export function Waiting({ place, count, said }: { place: string; count: number; said: string }) {
  return (
    <span id={`${place}-waiting`}>
      {count > 0 && (
        <span class="badge-count">
          <span aria-hidden="true">{count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}</span>
          <span class="visually-hidden">{said}</span>
        </span>
      )}
    </span>
  );
}

const MOST_SHOWN = 99;

/** How many notifications wait, as it is said. */
export const unreadSaid = (count: number, LL: TranslationFunctions): string =>
  count > MOST_SHOWN ? LL.layout.manyUnread({ count: MOST_SHOWN }) : LL.layout.unread({ count });
