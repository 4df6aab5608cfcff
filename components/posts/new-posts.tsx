import type { TranslationFunctions } from "../../locales/i18n-types.js";

/** Asks, when it is told of posts, whether any is newer than `since`, and holds the answer above what is being read. */
export function NewPostsWatch({ since }: { since: number }) {
  return (
    <div
      class="new-posts"
      role="status"
      data-fresh=""
      hx-get={`/?since=${since}`}
      hx-trigger="fresh, fresh from:#live"
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
