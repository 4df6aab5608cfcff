import type { ConversationView } from "../../src/domain/conversations.ts";
import type { Page } from "../../src/domain/page.ts";
import { OlderLink } from "../pagination.tsx";
import { Avatar } from "../people/person.tsx";
import type { Reader } from "../reader.ts";
import { When } from "../time.tsx";
import { nameOfOther } from "./message.tsx";

interface ConversationPageProps extends Reader {
  page: Page<ConversationView>;
  /** The address of this page. */
  href: string;
  /** The address of the next one; null at the end. */
  older: string | null;
}

interface ConversationListProps extends ConversationPageProps {
  current: "open" | "request";
  /** How many requests wait. */
  requests: number;
}

/** The viewer's conversations, or what strangers have written to them. */
export function ConversationList({ current, requests, ...list }: ConversationListProps) {
  const { LL } = list;
  const tabs = [
    { kind: "open", href: "/messages", label: LL.messages.conversations() },
    { kind: "request", href: "/messages/requests", label: LL.messages.requests({ count: requests }) },
  ];
  return (
    <section aria-labelledby="messages-title">
      <h1 id="messages-title">{LL.messages.title()}</h1>
      <nav class="tabs" aria-label={LL.messages.title()}>
        {tabs.map(({ kind, href, label }) => (
          <a href={href} aria-current={kind === current ? "page" : undefined}>
            {label}
          </a>
        ))}
      </nav>
      {list.page.items.length === 0 ? (
        <div class="empty">
          <p class="lead">{current === "open" ? LL.messages.none() : LL.messages.noRequests()}</p>
        </div>
      ) : (
        <ConversationPage {...list} />
      )}
    </section>
  );
}

/** A page of conversations and the way on: part of a full page, and what htmx fetches for the link before it. */
export function ConversationPage({ page, href, older, ...reader }: ConversationPageProps) {
  return (
    <>
      <ul class="page list-unstyled" data-place={href}>
        {page.items.map((conversation) => (
          <li>
            <ConversationRow conversation={conversation} {...reader} />
          </li>
        ))}
      </ul>
      {older && <OlderLink href={older} label={reader.LL.messages.olderConversations()} LL={reader.LL} />}
    </>
  );
}

function ConversationRow({ conversation, LL, locale, now }: Reader & { conversation: ConversationView }) {
  const { id, other, unread, createdAt } = conversation;
  return (
    <div class={unread > 0 ? "person conversation unread" : "person conversation"}>
      {other ? <Avatar person={other} size={44} /> : <span class="avatar" />}
      <div class="person-words">
        <a class="person-link" href={other ? `/messages/@${other.username}` : `/messages/with/${id}`}>
          <bdi class="person-name">{nameOfOther(other, LL)}</bdi>{" "}
          {other && <span class="person-username">@{other.username}</span>}
        </a>
        <LastLine conversation={conversation} LL={LL} />
      </div>
      <p class="conversation-foot">
        <When at={createdAt} locale={locale} now={now} />
        {unread > 0 && (
          <span class="badge-count">
            <span aria-hidden="true">{LL.messages.count({ count: unread })}</span>
            <span class="visually-hidden">{LL.messages.unread({ count: unread })}</span>
          </span>
        )}
      </p>
    </div>
  );
}

function LastLine({ conversation, LL }: Pick<Reader, "LL"> & { conversation: ConversationView }) {
  const { body, own, deletedAt } = conversation;
  return (
    <p class="last-line">
      {own && <span class="last-line-who">{LL.messages.you()}</span>}{" "}
      {deletedAt ? <i>{LL.messages.deleted()}</i> : <bdi>{body}</bdi>}
    </p>
  );
}
