import type { Locales, TranslationFunctions } from "../locales/i18n-types.js";
import type { Viewer } from "../src/domain/people.ts";
import type { Badges } from "../src/domain/sessions.ts";
import { icons } from "./icons.tsx";
import { Languages } from "./languages.tsx";
import { profilePath } from "./people/person.tsx";

interface MastheadProps {
  viewer: Viewer | null;
  badges: Badges;
  LL: TranslationFunctions;
  locale: Locales;
  siteName: string;
  path: string;
}

/** The name of the place and the ways through it. */
export function Masthead({ viewer, badges, LL, locale, siteName, path }: MastheadProps) {
  const places = viewer ? placesOf(viewer, badges, LL) : placesOfVisitors(LL);
  return (
    <header class="masthead">
      <a class="wordmark" href="/">
        {siteName}
      </a>
      <nav class="places" aria-label={LL.layout.places()}>
        <ul class="list-unstyled m-0">
          {places.map((place) => (
            <li>
              <Way {...place} path={path} LL={LL} />
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
  /** How much waits there. */
  waiting?: number;
}

const placesOf = (viewer: Viewer, badges: Badges, LL: TranslationFunctions): Place[] => [
  { href: "/", icon: icons.home, label: LL.layout.home() },
  { href: "/explore", icon: icons.explore, label: LL.layout.explore() },
  {
    ...{ href: "/notifications", icon: icons.bell, label: LL.layout.notifications() },
    waiting: badges.notifications,
  },
  { href: profilePath(viewer), icon: icons.person, label: LL.layout.profile() },
];

const placesOfVisitors = (LL: TranslationFunctions): Place[] => [
  { href: "/explore", icon: icons.explore, label: LL.layout.explore() },
  { href: "/login", icon: icons.signIn, label: LL.layout.signIn() },
  { href: "/register", icon: icons.pen, label: LL.layout.register() },
];

function Account({ LL, path }: Pick<MastheadProps, "LL" | "path">) {
  return (
    <nav class="account" aria-label={LL.layout.account()}>
      <Way href="/settings/profile" icon={icons.settings} label={LL.layout.settings()} {...{ path, LL }} />
      <form method="post" action="/logout">
        <button class="way" type="submit">
          {icons.signOut}
          <span>{LL.layout.signOut()}</span>
        </button>
      </form>
    </nav>
  );
}

function Way({ href, icon, label, waiting = 0, path, LL }: Place & Pick<MastheadProps, "path" | "LL">) {
  return (
    <a class="way" href={href} aria-current={path.split("?")[0] === href ? "page" : undefined}>
      {icon}
      <span>{label}</span>
      {waiting > 0 && <Badge count={waiting} LL={LL} />}
    </a>
  );
}

const MOST_SHOWN = 99;

/** How much waits: a number to the eye, words to the ear. */
export function Badge({ count, LL }: { count: number; LL: TranslationFunctions }) {
  const many = count > MOST_SHOWN;
  return (
    <>
      <span class="waiting" aria-hidden="true">
        {many ? `${MOST_SHOWN}+` : count}
      </span>
      <span class="visually-hidden">
        {many ? LL.layout.manyUnread({ count: MOST_SHOWN }) : LL.layout.unread({ count })}
      </span>
    </>
  );
}
