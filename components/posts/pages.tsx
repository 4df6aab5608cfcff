import type { PostView } from "../../src/domain/posts.ts";
import type { Form } from "../../src/web/forms.ts";
import { nameOf } from "../people/person.tsx";
import { Plain } from "../plain.tsx";
import type { Reader } from "../reader.ts";
import { PostEditor } from "./composer.tsx";
import { DeleteQuestion } from "./delete-question.tsx";
import { PostArticle } from "./post-article.tsx";

type Texts = Pick<Reader, "LL">;

/** A post alone, at its own address. */
export function PostPermalink({ post, ...reader }: Reader & { post: PostView }) {
  return (
    <Plain>
      <div class="alone">
        <h1 class="visually-hidden">{permalinkTitle(post, reader.LL)}</h1>
        <PostArticle post={post} {...reader} />
      </div>
    </Plain>
  );
}

/** The editor on a page of its own. */
export function EditPage({ post, form, LL }: Texts & { post: PostView; form: Form<"body"> }) {
  return (
    <Plain>
      <h1>{LL.posts.editTitle()}</h1>
      <PostEditor post={post} form={form} LL={LL} />
    </Plain>
  );
}

/** The question on a page of its own. */
export function DeletePage({ post, LL }: Texts & { post: PostView }) {
  return (
    <Plain>
      <DeleteQuestion post={post} LL={LL} />
    </Plain>
  );
}

/** The title of a post's own page. */
export const permalinkTitle = (post: PostView, LL: Reader["LL"]): string =>
  LL.posts.titleBy({ name: nameOf(post.author) });
