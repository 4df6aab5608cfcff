import type { PostView } from "../../src/domain/posts.ts";
import type { Reader } from "../reader.ts";
import { Spoken } from "../spoken.tsx";
import { Composer } from "./composer.tsx";
import { PostArticle } from "./post-article.tsx";

/** The answer to a published post: an empty composer, the post on top of the timeline, and word of it. */
export function PublishedPost({
  post,
  submissionKey,
  ...reader
}: Reader & { post: PostView; submissionKey: string }) {
  return (
    <>
      <Composer form={{ values: {}, errors: {} }} submissionKey={submissionKey} LL={reader.LL} />
      <hx-partial hx-target="#timeline" hx-swap="afterbegin">
        <PostArticle post={post} {...reader} />
      </hx-partial>
      <Spoken text={reader.LL.posts.published()} />
    </>
  );
}
