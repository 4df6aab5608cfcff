import type { MessageView } from "../../src/domain/messages.ts";
import type { PersonRef } from "../../src/domain/people.ts";
import { nameOf } from "../people/person.tsx";
import { PostText } from "../posts/post-text.tsx";
import type { Reader } from "../reader.ts";
import { Day, When } from "../time.tsx";

/** What every part of a conversation is given. `other` is null for someone who is not here any more. */
export interface InTalk extends Reader {
  conversationId: number;
  other: PersonRef | null;
}

/** What the other of a conversation is called. */
export const nameOfOther = (other: PersonRef | null, LL: Reader["LL"]): string =>
  other ? nameOf(other) : LL.messages.somebodyGone();

/** What a conversation is called. */
export const titleOfTalk = ({ other }: Pick<InTalk, "other">, { messages }: Reader["LL"]): string =>
  other ? messages.with({ name: nameOf(other) }) : messages.withSomebodyGone();

/** One message: whose it is shows by its side, and is said to those who do not see that. */
export function Message({
  message,
  conversationId,
  other,
  LL,
  locale,
  now,
}: InTalk & { message: MessageView }) {
  const remove = `/messages/with/${conversationId}/${message.id}/delete`;
  const said = message.own ? LL.messages.youWrote() : LL.messages.wrote({ name: nameOfOther(other, LL) });
  return (
    <article class={message.own ? "message own" : "message"} id={`message-${message.id}`}>
      <p class="visually-hidden">{said}</p>
      <div class="message-bubble">
        {message.deletedAt ? (
          <p class="message-deleted">{LL.messages.deleted()}</p>
        ) : (
          <PostText body={message.body} />
        )}
      </div>
      <p class="message-foot">
        <When at={message.createdAt} locale={locale} now={now} />
        <a
          class="post-action"
          id={`message-${message.id}-delete`}
          href={remove}
          hx-get={remove}
          hx-target="#dialog"
        >
          {LL.messages.delete()}
        </a>
      </p>
    </article>
  );
}

/** Messages in the order of writing, each day under its date. `after`: the day of the one above, whose date stands. */
export function Messages({ items, after, ...talk }: InTalk & { items: MessageView[]; after?: string }) {
  return (
    <>
      {items.map((message, place) => {
        const above = place === 0 ? after : items[place - 1]?.day;
        return (
          <>
            {message.day !== above && <DayLine day={message.day} locale={talk.locale} />}
            <Message message={message} {...talk} />
          </>
        );
      })}
    </>
  );
}

export function DayLine({ day, locale }: Pick<Reader, "locale"> & { day: string }) {
  return (
    <h2 class="day-line">
      <Day at={new Date(day)} locale={locale} />
    </h2>
  );
}
