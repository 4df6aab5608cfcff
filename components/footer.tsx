import type { Locales, TranslationFunctions } from "../locales/i18n-types.js";
import { localeNames } from "../locales/names.js";

interface FooterProps {
  LL: TranslationFunctions;
  locale: Locales;
  path: string;
}

/** The choice of a language, which leads back to the page it was made on. */
export function Footer({ LL, locale, path }: FooterProps) {
  return (
    <footer class="footer">
      <form method="post" action="/settings/appearance" aria-label={LL.layout.language()}>
        <input type="hidden" name="next" value={path} />
        {Object.entries(localeNames).map(([code, name]) => (
          <button
            class="language"
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
      <a href="/settings/appearance">{LL.settings.appearance.title()}</a>
    </footer>
  );
}
