import { type Context, Hono } from "hono";
import { Notifications, NotificationsPage } from "../../components/notifications/notifications-page.tsx";
import { parseId } from "../domain/ids.ts";
import {
  countUnread,
  type Inbox,
  inbox,
  markAllRead,
  markRead,
  toldSince,
} from "../domain/notifications/inbox.ts";
import type { Told } from "../domain/notifications/told.ts";
import { NEWEST } from "../domain/page.ts";
import { type App, placesOf, prefersJson, readerOf, type SignedIn, wantsPartial } from "../web/context.ts";
import { flash } from "../web/flash.ts";
import { submittedField } from "../web/forms.ts";
import { found, goTo, moments, signedIn } from "../web/guards.ts";
import { isBeingRead } from "../web/reading.ts";
import { READING } from "../web/renderer.tsx";

export const notifications = new Hono<App>()
  .get("/notifications", signedIn, moments, async (c) => {
    const { viewer, LL } = c.var;
    const { before, since } = c.req.valid("query");
    if (prefersJson(c)) return c.json((await toldSince(viewer, since)).map(asJson));

    const page = await inbox(viewer, before);
    await noteRead(c, page);
    const list = { items: page.items, ...placesOf(c, page), ...readerOf(c) };
    const unreadUpTo = c.var.badges.notifications > 0 && page.span ? page.span.newest : null;
    const content = wantsPartial(c) ? (
      <NotificationsPage {...list} />
    ) : (
      <Notifications {...list} unreadUpTo={unreadUpTo} />
    );
    return c.render(content, { title: LL.notifications.title(), modules: READING });
  })

  // All: what came after the page was shown has not been seen, and stays.
  .post("/notifications", signedIn, async (c) => {
    const upTo = submittedField(c, "upTo");
    await markAllRead(c.var.viewer, upTo === undefined ? NEWEST : found(parseId(upTo)));
    flash(c, "allRead");
    return goTo(c, "/notifications");
  });

/** The page shows as unread what it marks as read; the badge beside it already knows. */
async function noteRead(c: Context<SignedIn>, { span }: Inbox) {
  const { viewer, badges } = c.var;
  if (span === null || badges.notifications === 0 || !isBeingRead(c)) return;
  await markRead(viewer, span);
  c.set("badges", { ...badges, notifications: await countUnread(viewer) });
}

const asJson = ({ id, kind, actors: [actor], post, at, unread }: Told) => ({
  ...{ id, kind, postId: post?.id ?? null },
  actor: actor ? { id: actor.id, username: actor.username, name: actor.name } : null,
  ...{ createdAt: at.toISOString(), unread },
});
