import type { Child } from "hono/jsx";
import type { Talk } from "../../src/domain/conversations.ts";
import type { MessageView } from "../../src/domain/messages.ts";
import type { Viewer } from "../../src/domain/people.ts";
import type { Form } from "../../src/web/forms.ts";
import { Avatar, PersonLink } from "../people/person.tsx";
import type { Reader } from "../reader.ts";
import { titleOfTalk } from "./message.tsx";
import { Mark, MessageForm } from "./message-form.tsx";
import { MessagePage } from "./message-page.tsx";
import { NewMessagesWatch } from "./new-messages.tsx";
import { TalkActions, TalkRequest } from "./request-bar.tsx";

interface TalkPageProps extends Reader {
  talk: Talk;
  viewer: Viewer;
  items: MessageView[];
  mark: string;
  older: string | null;
  /** The address of the newest messages, where these are older ones. */
  newest?: string;
  form: Form<"body" | "key" | "mark">;
  submissionKey: string;
  /** Where messages are sent to. */
  action: string;
}

/**
 * A conversation: the newest message at the bottom, where one writes. The list of messages scrolls by itself and, by
 * CSS alone, begins at its end and keeps its place when older ones come in above.
 */
export function TalkPage(props: TalkPageProps) {
  const { talk, items, mark, older, newest, form, submissionKey, action, ...reader } = props;
  const { LL, viewer } = reader;
  const inTalk = { conversationId: talk.id ?? 0, other: talk.other, ...reader };
  return (
    <section class="talk" aria-labelledby="talk-title">
      <TalkHead talk={talk} LL={LL} />
      <section class="talk-log" id="talk-log" tabindex={0} aria-label={LL.messages.log()}>
        <div id="talk-messages">
          {items.length > 0 ? (
            <MessagePage items={items} older={older} {...inTalk} />
          ) : (
            <p class="the-end">{LL.messages.nothingYet()}</p>
          )}
        </div>
      </section>
      {newest && (
        <a class="newest" href={newest}>
          {LL.messages.newest()}
        </a>
      )}
      <TalkRequest talk={talk} LL={LL} />
      {!newest && (
        <>
          <Writing talk={talk} form={form} mark={mark} LL={LL}>
            <MessageForm {...{ form, submissionKey, mark, action, viewer, LL }} />
          </Writing>
          <NewMessagesWatch href={action} />
        </>
      )}
    </section>
  );
}

function TalkHead({ talk, LL }: Pick<TalkPageProps, "talk" | "LL">) {
  const { other, id } = talk;
  return (
    <header class="talk-head">
      <a class="back" href="/messages">
        {LL.messages.back()}
      </a>
      <h1 id="talk-title" class="visually-hidden">
        {titleOfTalk(talk, LL)}
      </h1>
      <div class="talk-person">
        {other ? (
          <>
            <Avatar person={other} size={44} />
            <PersonLink person={other} />
          </>
        ) : (
          <span class="person-name">{LL.messages.somebodyGone()}</span>
        )}
      </div>
      <TalkActions id={id} LL={LL} />
    </header>
  );
}

/** The form; or, where nothing can be written, why not. What was refused stays to be taken elsewhere. */
function Writing({
  talk,
  form,
  mark,
  LL,
  children,
}: Pick<TalkPageProps, "talk" | "form" | "mark" | "LL"> & { children: Child }) {
  // Whoever has written before still finds the form: that a door was closed since, only trying tells.
  if (talk.closed === null || form.values.body || (talk.closed === "messageRefused" && talk.id && talk.other))
    return <>{children}</>;
  return (
    <>
      <p class="alert">{LL.problems[talk.closed]()}</p>
      <Mark mark={mark} />
    </>
  );
}
