import type { TranslationFunctions } from "../../locales/i18n-types.js";
import type { Talk } from "../../src/domain/conversations.ts";
import type { MessageView } from "../../src/domain/messages.ts";
import { nameOf } from "../people/person.tsx";
import { PostText } from "../posts/post-text.tsx";
import { Spoken } from "../spoken.tsx";
import { type InTalk, Message } from "./message.tsx";

interface QuestionProps {
  talk: Talk & { id: number };
  /** The way back. */
  back: string;
  LL: TranslationFunctions;
}

/** Asks before a message is deleted: on a page of its own, or in the page's dialog. */
export function DeleteMessageQuestion({ talk, message, back, LL }: QuestionProps & { message: MessageView }) {
  const address = `/messages/with/${talk.id}/${message.id}`;
  return (
    <form
      class="question"
      method="post"
      action={address}
      hx-post={address}
      hx-target={`#message-${message.id}`}
      hx-swap="outerHTML"
      hx-sync="this:drop"
    >
      <input type="hidden" name="_method" value="DELETE" />
      <h1 id="question-title">{LL.messages.deleteTitle()}</h1>
      <p>{message.revocable ? LL.messages.deleteLead() : LL.messages.deleteForMeLead()}</p>
      {!message.deletedAt && (
        <blockquote>
          <PostText body={message.body} />
        </blockquote>
      )}
      <p class="actions">
        <button class="btn btn-danger" type="submit" name="for" value="me">
          {LL.messages.deleteForMe()}
        </button>
        {message.revocable && (
          <button class="btn btn-danger" type="submit" name="for" value="both">
            {LL.messages.deleteForBoth()}
          </button>
        )}
        <a class="btn" href={back} data-close="">
          {LL.posts.keep()}
        </a>
      </p>
    </form>
  );
}

/** The answer where the conversation stays in sight. `message`: as it is now; null: gone for the viewer. */
export function MessageDeleted({
  id,
  message,
  ...talk
}: InTalk & { id: number; message: MessageView | null }) {
  return (
    <>
      {message ? (
        <Message message={message} {...talk} />
      ) : (
        <hx-partial hx-target={`#message-${id}`} hx-swap="delete" />
      )}
      <Spoken text={talk.LL.notices.messageDeleted()} />
    </>
  );
}

/** Asks before a whole conversation is deleted for the viewer. */
export function DeleteTalkQuestion({ talk, back, LL }: QuestionProps) {
  return (
    <form class="question" method="post" action={`/messages/with/${talk.id}`}>
      <input type="hidden" name="_method" value="DELETE" />
      <h1 id="question-title">
        {talk.other
          ? LL.messages.deleteTalkTitle({ name: nameOf(talk.other) })
          : LL.messages.deleteTalkTitleGone()}
      </h1>
      <p>{LL.messages.deleteTalkLead()}</p>
      <p class="actions">
        <button class="btn btn-danger" type="submit">
          {LL.messages.deleteTalkConfirm()}
        </button>
        <a class="btn" href={back}>
          {LL.posts.keep()}
        </a>
      </p>
    </form>
  );
}
