import type { Locales, TranslationFunctions } from "../../locales/i18n-types.js";

interface UnderWayProps {
  done: number;
  total: number;
  said: string;
  LL: TranslationFunctions;
}

/** The same numbers as they stand in a sentence. */
export function inWords({ done, total }: Pick<UnderWayProps, "done" | "total">, locale: Locales) {
  const numbers = new Intl.NumberFormat(locale);
  return { done: numbers.format(done), total: numbers.format(total) };
}

/** How far something is, and for whom the page does not change by itself a way to look again. */
export function UnderWay({ done, total, said, LL }: UnderWayProps) {
  return (
    <div class="transfer">
      <span>{said}</span>
      <progress aria-label={LL.archives.progress()} {...(total > 0 ? { value: done, max: total } : {})} />
      <noscript>
        <a href="/settings/export">{LL.archives.reload()}</a>
      </noscript>
    </div>
  );
}
