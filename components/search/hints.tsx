import type { TranslationFunctions } from "../../locales/i18n-types.js";

/** What can be asked for besides words. */
export function Hints({ LL }: { LL: TranslationFunctions }) {
  const { hints } = LL.search;
  const rows = [
    [hints.phraseExample(), hints.phrase()],
    [hints.notExample(), hints.not()],
    ["from:@ada", hints.from()],
    ["from:me", hints.fromMe()],
    ["in:home", hints.inHome()],
    [hints.tagExample(), hints.tag()],
    ["after:2026-11-01", hints.after()],
    ["before:2026-11-01", hints.before()],
    ["has:link", hints.hasLink()],
    ["lang:es", hints.language()],
  ] as const;
  return (
    <dl class="hints">
      {rows.map(([typed, meaning]) => (
        <div>
          <dt>
            <code>{typed}</code>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
