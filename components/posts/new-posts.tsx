import type { TranslationFunctions } from "../../locales/i18n-types.js";

/** Asks now and then whether there is something newer than `since`, and holds the answer above what is being read. */
export function NewPostsWatch({ since }: { since: number }) {
  return (
    <div
      class="new-posts"
      role="status"
      data-fresh=""
      hx-get={`/?since=${since}`}
      hx-trigger="every 30s, fresh"
      hx-swap="innerMorph"
      hx-sync="this:drop"
    />
  );
}

/** The answer: a line that leads to them, or nothing. Nothing moves until the reader follows it. */
export function NewPosts({ count, LL }: { count: number; LL: TranslationFunctions }) {
  if (count === 0) return null;
  return (
    <a class="btn btn-primary" href="/">
      {LL.posts.fresh({ count })}
    </a>
  );
}
