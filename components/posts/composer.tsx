import type { Child } from "hono/jsx";
import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { PostView } from "../../src/domain/posts.ts";
import type { Form } from "../../src/web/forms.ts";
import { FormProblem, TextArea } from "../field.tsx";
import { GAP } from "../sentence.tsx";

interface WritingProps {
  form: Form<"body">;
  LL: TranslationFunctions;
}

/**
 * Where a post is written. `submissionKey` makes a repeated submit harmless. The answer is this form again: empty, or
 * with what was wrong.
 */
export function Composer({ form, submissionKey, LL }: WritingProps & { submissionKey: string }) {
  return (
    <form
      id="composer"
      class="writing composer"
      method="post"
      action="/posts"
      hx-post="/posts"
      hx-swap="outerHTML"
      hx-sync="this:drop"
      novalidate
    >
      <input type="hidden" name="key" value={submissionKey} />
      <Text form={form} LL={LL} id="composer-body" label={LL.posts.compose()} rows={3}>
        <button class="btn btn-primary" type="submit" id="composer-submit">
          {LL.posts.publish()}
        </button>
      </Text>
    </form>
  );
}

/** A post while its author changes it: it takes the article's place, and the article takes it back. */
export function PostEditor({ post, form, LL }: WritingProps & { post: PostView }) {
  const address = `/posts/${post.id}`;
  return (
    <article class="post editing" id={`post-${post.id}`}>
      <form
        class="writing"
        method="post"
        action={address}
        hx-post={address}
        hx-target="closest article"
        hx-swap="outerHTML"
        hx-sync="this:drop"
        novalidate
      >
        <input type="hidden" name="_method" value="PATCH" />
        <Text form={form} LL={LL} id={`post-${post.id}-body`} label={LL.posts.editLabel()} rows={4} autofocus>
          <a class="btn" href={address} hx-get={address} hx-target="closest article" hx-swap="outerHTML">
            {LL.posts.cancel()}
          </a>
          <button class="btn btn-primary" type="submit">
            {LL.posts.save()}
          </button>
        </Text>
      </form>
    </article>
  );
}

interface TextProps extends WritingProps {
  id: string;
  label: string;
  rows: number;
  autofocus?: boolean;
  children: Child;
}

/** The text of a post and what is said about its length: `public/compose.js` counts while someone types. */
function Text({ children, ...field }: TextProps) {
  const { form, LL, id } = field;
  return (
    <>
      <FormProblem form={form} LL={LL} />
      <TextArea name="body" required remark={`${id}-limit`} {...field} />
      <div class="writing-foot">
        <p class="counter" data-counter={id} data-text={LL.posts.charactersLeft({ count: GAP })}>
          <span id={`${id}-limit`}>{LL.posts.limit()}</span>
          <span data-shown="" aria-hidden="true" />
          <span class="visually-hidden" data-spoken="" aria-live="polite" />
        </p>
        {children}
      </div>
    </>
  );
}
