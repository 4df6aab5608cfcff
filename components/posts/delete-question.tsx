import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { PostView } from "../../src/domain/posts.ts";
import { PostText } from "./post-text.tsx";

/** Asks before a post is deleted: on a page of its own, or in the page's dialog, where the article then disappears. */
export function DeleteQuestion({ post, LL }: { post: PostView; LL: TranslationFunctions }) {
  const address = `/posts/${post.id}`;
  return (
    <form
      class="question"
      method="post"
      action={address}
      hx-post={address}
      hx-target={`#post-${post.id}`}
      hx-swap="delete"
      hx-sync="this:drop"
    >
      <input type="hidden" name="_method" value="DELETE" />
      <h1 id="question-title">{LL.posts.deleteTitle()}</h1>
      <p>{LL.posts.deleteLead()}</p>
      <blockquote>
        <PostText body={post.body} mentioned={post.mentioned} />
      </blockquote>
      <p class="actions">
        <button class="btn btn-danger" type="submit">
          {LL.posts.deleteConfirm()}
        </button>
        <a class="btn" href={address} data-close="">
          {LL.posts.keep()}
        </a>
      </p>
    </form>
  );
}
