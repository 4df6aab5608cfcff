import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { PostView } from "../../src/domain/posts.ts";
import { Avatar, PersonLink } from "../people/person.tsx";
import type { Reader } from "../reader.ts";
import { GAP, Sentence } from "../sentence.tsx";
import { When } from "../time.tsx";
import { type Mark, PostText } from "./post-text.tsx";

/** A post, the same in every list and alone: what htmx swaps for the editor, and back. */
export function PostArticle({
  post,
  marks,
  viewer,
  LL,
  locale,
  now,
}: Reader & { post: PostView; marks?: Mark[] | undefined }) {
  return (
    <article class="post" id={`post-${post.id}`}>
      <Avatar person={post.author} size={44} />
      <header class="post-head">
        <PersonLink person={post.author} />{" "}
        <a class="post-time" href={`/posts/${post.id}`}>
          <When at={post.createdAt} locale={locale} now={now} />
        </a>
      </header>
      <PostText body={post.body} mentioned={post.mentioned} marks={marks} />
      <footer class="post-foot">
        {post.editedAt && (
          <span class="post-edited">
            <Sentence text={LL.posts.edited({ when: GAP })}>
              <When at={post.editedAt} locale={locale} now={now} />
            </Sentence>
          </span>
        )}
        {post.importedAt && <span class="post-edited">{LL.posts.imported()}</span>}
        {viewer?.id === post.author.id && <OwnActions post={post} LL={LL} />}
      </footer>
    </article>
  );
}

/** Plain links. With htmx the editor takes the article's place and the question comes in the page's dialog. */
function OwnActions({ post, LL }: { post: PostView; LL: TranslationFunctions }) {
  const edit = `/posts/${post.id}/edit`;
  const remove = `/posts/${post.id}/delete`;
  return (
    <>
      <a class="post-action" href={edit} hx-get={edit} hx-target="closest article" hx-swap="outerHTML">
        {LL.posts.edit()}
      </a>
      <a class="post-action" href={remove} hx-get={remove} hx-target="#dialog">
        {LL.posts.delete()}
      </a>
    </>
  );
}
