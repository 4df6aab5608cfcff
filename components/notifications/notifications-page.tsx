import type { Told } from "../../src/domain/notifications/told.ts";
import { OlderLink, TheEnd } from "../pagination.tsx";
import type { Reader } from "../reader.ts";
import { Notification } from "./notification.tsx";

interface NotificationsProps extends Reader {
  items: Told[];
  /** The address of this page. */
  href: string;
  /** The address of the next one; null at the end. */
  older: string | null;
}

/** A page of notifications and the way on: part of a full page, and what htmx fetches for the link before it. */
export function NotificationsPage({ items, href, older, ...reader }: NotificationsProps) {
  const { LL } = reader;
  return (
    <>
      <ul class="page list-unstyled" data-place={href}>
        {items.map((told) => (
          <Notification told={told} {...reader} />
        ))}
      </ul>
      {older ? (
        <OlderLink href={older} label={LL.notifications.older()} LL={LL} />
      ) : (
        <TheEnd text={LL.notifications.end()} />
      )}
    </>
  );
}

interface WholePageProps extends NotificationsProps {
  /** The address of the first page, where this is a later one. */
  newest?: string;
  /** The newest notification on the page, where there are unread ones on others. */
  unreadUpTo: number | null;
}

/** What the viewer has been told, newest first. */
export function Notifications({ newest, unreadUpTo, ...page }: WholePageProps) {
  const { LL } = page;
  const empty = page.items.length === 0 && !newest && !page.older;
  return (
    <section aria-labelledby="notifications-title">
      <h1 id="notifications-title">{LL.notifications.title()}</h1>
      <div class="actions">
        {unreadUpTo && (
          <form method="post" action="/notifications">
            <input type="hidden" name="upTo" value={String(unreadUpTo)} />
            <button class="btn" type="submit">
              {LL.notifications.markAllRead()}
            </button>
          </form>
        )}
        <a class="back" href="/settings/notifications">
          {LL.notifications.settings()}
        </a>
      </div>
      {newest && (
        <a class="newest" href={newest}>
          {LL.notifications.newest()}
        </a>
      )}
      {empty ? <p class="lead">{LL.notifications.empty()}</p> : <NotificationsPage {...page} />}
    </section>
  );
}
