import type { Locales, TranslationFunctions } from "../locales/i18n-types.js";
import type { Viewer } from "../src/domain/people.ts";
import { icons } from "./icons.tsx";
import { Languages } from "./languages.tsx";
import { profilePath } from "./people/person.tsx";
import { SearchBox } from "./search/box.tsx";

interface MastheadProps {
  viewer: Viewer | null;
  LL: TranslationFunctions;
  locale: Locales;
  siteName: string;
  path: string;
}

/** The name of the place and the ways through it. */
export function Masthead({ viewer, LL, locale, siteName, path }: MastheadProps) {
  const places = viewer ? placesOf(viewer, LL) : placesOfVisitors(LL);
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
  /** Only where there is no room for the search box. */
  narrow?: boolean;
}

const placesOf = (viewer: Viewer, LL: TranslationFunctions): Place[] => [
  { href: "/", icon: icons.home, label: LL.layout.home() },
  { href: "/explore", icon: icons.explore, label: LL.layout.explore() },
  { href: "/search", icon: icons.search, label: LL.search.title(), narrow: true },
  { href: profilePath(viewer), icon: icons.person, label: LL.layout.profile() },
];

const placesOfVisitors = (LL: TranslationFunctions): Place[] => [
  { href: "/explore", icon: icons.explore, label: LL.layout.explore() },
  { href: "/search", icon: icons.search, label: LL.search.title(), narrow: true },
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

function Way({ href, icon, label, path }: Place & { path: string }) {
  return (
    <a class="way" href={href} aria-current={path.split("?")[0] === href ? "page" : undefined}>
      {icon}
      <span>{label}</span>
    </a>
  );
}
