import type { Talk } from "../../src/domain/conversations.ts";
import type { MessageView } from "../../src/domain/messages.ts";
import type { Viewer } from "../../src/domain/people.ts";
import type { Reader } from "../reader.ts";
import { Spoken } from "../spoken.tsx";
import { Messages } from "./message.tsx";
import { MessageForm } from "./message-form.tsx";

interface SentProps extends Reader {
  talk: Talk & { id: number };
  action: string;
  viewer: Viewer;
  /** What came since the page was shown: the message, and what the other wrote meanwhile. */
  items: MessageView[];
  after?: string;
  mark: string;
  submissionKey: string;
}

/** The answer to a message: an empty form, what is new at the end of the conversation, and word of it. */
export function SentMessage({ talk, action, items, after, mark, submissionKey, ...reader }: SentProps) {
  const { LL, viewer } = reader;
  const form = { values: {}, errors: {} };
  return (
    <>
      <MessageForm {...{ form, submissionKey, mark, action, viewer, LL }} />
      <hx-partial hx-target="#talk-messages" hx-swap="beforeend scroll:bottom scrollTarget:#talk-log">
        <Messages items={items} after={after} conversationId={talk.id} other={talk.other} {...reader} />
      </hx-partial>
      <Spoken text={LL.messages.sent()} />
    </>
  );
}
