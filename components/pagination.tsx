import type { TranslationFunctions } from "../locales/i18n-types.js";

interface OlderProps {
  href: string;
  /** What the link reads: "Older posts". */
  label: string;
  LL: TranslationFunctions;
}

/**
 * The way on: a plain link, which htmx also follows when it comes into sight. What arrives takes its place. When that
 * fails the link is still there, to be clicked again.
 */
export function OlderLink({ href, label, LL }: OlderProps) {
  return (
    <a
      class="older"
      href={href}
      hx-get={href}
      hx-trigger="click, revealed"
      hx-swap="outerHTML"
      hx-sync="this:drop"
    >
      <span class="older-label">{label}</span>
      <span class="older-loading" aria-hidden="true">
        {LL.posts.loading()}
      </span>
    </a>
  );
}

export function TheEnd({ text }: { text: string }) {
  return <p class="the-end">{text}</p>;
}
