import type { TranslationFunctions } from "../../locales/i18n-types.js";

interface UnderWayProps {
  done: number;
  total: number;
  said: string;
  LL: TranslationFunctions;
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
