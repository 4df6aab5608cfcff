import type { TranslationFunctions } from "../locales/i18n-types.js";

interface OlderProps {
  href: string;
  /** What the link reads: "Older posts". */
  label: string;
  LL: TranslationFunctions;
  /** What the next page takes the place of, where that is more than the link. */
  target?: string;
}

/**
 * The way on: a plain link, which htmx also follows a little before it comes into sight, so that nothing moves under the
 * reader's eyes. What arrives takes its place. When that fails the link is still there, to be clicked again.
 */
export function OlderLink({ href, label, LL, target }: OlderProps) {
  return (
    <a
      class="older"
      href={href}
      hx-get={href}
      hx-trigger="click, revealed rootMargin:800px"
      hx-target={target}
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
