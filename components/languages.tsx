import type { Locales, TranslationFunctions } from "../locales/i18n-types.js";
import { localeNames } from "../locales/names.js";

export interface LanguagesProps {
  LL: TranslationFunctions;
  locale: Locales;
  /** The page that the choice leads back to. */
  path: string;
}

/** The choice of a language, each by its own name. */
export function Languages({ LL, locale, path }: LanguagesProps) {
  return (
    <form class="languages" method="post" action="/settings/appearance" aria-label={LL.layout.language()}>
      <input type="hidden" name="next" value={path} />
      {Object.entries(localeNames).map(([code, name]) => (
        <button
          type="submit"
          name="locale"
          value={code}
          lang={code}
          aria-current={code === locale ? "true" : undefined}
        >
          {name}
        </button>
      ))}
    </form>
  );
}
