import type { MessageView } from "../../src/domain/messages.ts";
import { type InTalk, Messages } from "./message.tsx";
import { Since } from "./message-form.tsx";

/** Fetches, when the stream tells of some, the messages after the newest that stands on the page. */
export function NewMessagesWatch({ href }: { href: string }) {
  return (
    <div
      hx-get={href}
      hx-include="#message-since"
      hx-trigger="talk from:#live"
      hx-swap="none"
      data-quiet=""
    />
  );
}

interface NewMessagesProps extends InTalk {
  items: MessageView[];
  /** The day of the message above them. */
  after: string;
  since: number;
}

/**
 * The answer: they come to the end of the conversation, which stays where the reader has scrolled to, and the form knows
 * of them.
 */
export function NewMessages({ items, after, since, ...talk }: NewMessagesProps) {
  return (
    <>
      <hx-partial hx-target="#talk-messages" hx-swap="beforeend">
        <Messages items={items} after={after} {...talk} />
      </hx-partial>
      <hx-partial hx-target="#message-since" hx-swap="outerHTML">
        <Since since={since} />
      </hx-partial>
    </>
  );
}
