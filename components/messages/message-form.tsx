import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Viewer } from "../../src/domain/people.ts";
import type { Form } from "../../src/web/forms.ts";
import { FormProblem, TextArea } from "../field.tsx";
import { GAP } from "../sentence.tsx";

interface MessageFormProps {
  form: Form<"body" | "key" | "mark">;
  submissionKey: string;
  /** How far the conversation stands above the form: the answer brings what is after that. */
  mark: string;
  /** Where it is sent to: the conversation's address. */
  action: string;
  viewer: Viewer;
  LL: TranslationFunctions;
}

const MOST = 2000;

/** How far the conversation stands above the form. */
export function Mark({ mark }: Pick<MessageFormProps, "mark">) {
  return <input type="hidden" name="mark" value={mark} id="message-mark" />;
}

/** Where a message is written. The answer is this form again, empty or with what was wrong, and what is new above it. */
export function MessageForm({ form, submissionKey, mark, action, viewer, LL }: MessageFormProps) {
  return (
    <form
      id="message-form"
      class="writing message-form"
      method="post"
      action={action}
      hx-post={action}
      hx-swap="outerHTML"
      hx-sync="this:drop"
      data-draft={`${viewer.id}${action}`}
      novalidate
    >
      <input type="hidden" name="key" value={submissionKey} />
      <Mark mark={mark} />
      <FormProblem form={form} LL={LL} />
      <TextArea
        {...{ form, LL }}
        name="body"
        id="message-body"
        label={LL.messages.write()}
        remark="message-limit"
        rows={2}
        required
      />
      <div class="writing-foot">
        <p
          class="counter"
          data-counter="message-body"
          data-most={String(MOST)}
          data-text={LL.posts.charactersLeft({ count: GAP })}
        >
          <span id="message-limit">{LL.messages.limit()}</span>
          <span data-shown="" aria-hidden="true" />
          <span class="visually-hidden" data-spoken="" aria-live="polite" />
        </p>
        <button class="btn btn-primary" type="submit">
          {LL.messages.send()}
        </button>
      </div>
    </form>
  );
}
