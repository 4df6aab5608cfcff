import type { Talk } from "../../src/domain/conversations.ts";
import type { MessageView } from "../../src/domain/messages.ts";
import type { Reader } from "../reader.ts";
import { Message, Messages, nameOfOther } from "./message.tsx";
import { Mark } from "./message-form.tsx";
import { TalkActions, TalkRequest } from "./request-bar.tsx";

/**
 * Asks, when the stream tells that something is different, what came after all that stands on the page. What comes is
 * said to those who do not see it.
 */
export function NewMessagesWatch({ href }: { href: string }) {
  return (
    <>
      <div
        hx-get={href}
        hx-include="#message-mark"
        hx-trigger="talk from:#live"
        hx-swap="none"
        hx-sync="this:drop"
        data-quiet=""
      />
      <div class="visually-hidden" id="talk-heard" aria-live="polite" />
    </>
  );
}

interface NewMessagesProps extends Reader {
  talk: Talk & { id: number };
  items: MessageView[];
  /** Messages of the page that were deleted for both meanwhile. */
  revoked: MessageView[];
  /** The ids of those that the viewer has deleted for themselves, on this page or another. */
  tidied: number[];
  /** The day of the message above the new ones, if there is one. */
  after?: string;
  mark: string;
  /** Whether the viewer's side of the conversation is another than on the page. */
  turned: boolean;
}

/**
 * The answer: they come to the end of the conversation, which stays where the reader has scrolled to, and the form knows
 * of them. Whatever of it is not on the page is left out by htmx.
 */
export function NewMessages(props: NewMessagesProps) {
  const { talk, items, revoked, tidied, after, mark, turned, ...reader } = props;
  const inTalk = { conversationId: talk.id, other: talk.other, ...reader };
  return (
    <>
      {items.length > 0 && (
        <hx-partial hx-target="#talk-messages" hx-swap="beforeend">
          <Messages items={items} after={after} {...inTalk} />
        </hx-partial>
      )}
      {revoked.map((message) => (
        <hx-partial hx-target={`#message-${message.id}`} hx-swap="outerHTML">
          <Message message={message} {...inTalk} />
        </hx-partial>
      ))}
      {tidied.map((id) => (
        <hx-partial hx-target={`#message-${id}`} hx-swap="delete" />
      ))}
      {turned && <Turned talk={talk} LL={reader.LL} />}
      <hx-partial hx-target="#message-mark" hx-swap="outerHTML">
        <Mark mark={mark} />
      </hx-partial>
      <Heard items={items} revoked={revoked} talk={talk} LL={reader.LL} />
    </>
  );
}

/** The first message has come, or a request was answered elsewhere. */
function Turned({ talk, LL }: Pick<NewMessagesProps, "talk" | "LL">) {
  return (
    <>
      <hx-partial hx-target="#talk-request" hx-swap="outerHTML">
        <TalkRequest talk={talk} LL={LL} />
      </hx-partial>
      <hx-partial hx-target="#talk-actions" hx-swap="outerHTML">
        <TalkActions id={talk.id} LL={LL} />
      </hx-partial>
    </>
  );
}

/** More than these nobody wants to have read out unasked. */
const MOST_READ_OUT = 3;

function Heard({ items, revoked, talk, LL }: Pick<NewMessagesProps, "items" | "revoked" | "talk" | "LL">) {
  const heard = items.filter(({ own }) => !own);
  const gone = revoked.some(({ own }) => !own);
  if (heard.length === 0 && !gone) return null;
  const name = nameOfOther(talk.other, LL);
  return (
    <hx-partial hx-target="#talk-heard" hx-swap="innerHTML">
      {heard.length > MOST_READ_OUT ? (
        <p>{LL.messages.newFrom({ count: heard.length, name })}</p>
      ) : (
        heard.map(({ body, deletedAt }) => (
          <>
            <p>{LL.messages.wrote({ name })}</p>
            <p>{deletedAt ? LL.messages.deleted() : body}</p>
          </>
        ))
      )}
      {gone && <p>{LL.messages.deleted()}</p>}
    </hx-partial>
  );
}
