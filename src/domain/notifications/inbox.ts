import {
  and,
  asc,
  between,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNull,
  lt,
  lte,
  notInArray,
  type SQL,
} from "drizzle-orm";
import { db } from "../../../db/client.ts";
import { inPassing } from "../../../db/faults.ts";
import { notifications } from "../../../db/schema.ts";
import { firstIdAt } from "../ids.ts";
import { NEWEST } from "../page.ts";
import type { PersonRef } from "../people.ts";
import { wantedKinds, wishesFor } from "./choices.ts";
import { MOST_ROWS, type NotificationRow, pageOfGroups } from "./groups.ts";
import type { Kind } from "./kinds.ts";
import { type Told, tell } from "./told.ts";

type Recipient = Pick<PersonRef, "id">;

/** A page of notifications and the ids it reaches over, from the oldest to the newest; null when there are none. */
export interface Inbox {
  items: Told[];
  next: number | null;
  span: { oldest: number; newest: number } | null;
}

const columns = {
  id: notifications.id,
  kind: notifications.kind,
  actorId: notifications.actorId,
  subjectId: notifications.subjectId,
  createdAt: notifications.createdAt,
  readAt: notifications.readAt,
};

/** A page of what the viewer has been told, newest first, below the notification `before`. Marks nothing as read. */
export async function inbox(viewer: Recipient, before = NEWEST): Promise<Inbox> {
  const rows = await onSite(viewer, lt(notifications.id, before), desc(notifications.id), MOST_ROWS + 1);
  const { groups, next } = pageOfGroups(rows);
  const newest = groups[0]?.[0].id;
  const oldest = groups.at(-1)?.at(-1)?.id;
  const span = newest && oldest ? { oldest, newest } : null;
  return { items: await tell(viewer, groups), next, span };
}

/** An id is made a moment before its notification's time is noted. */
const MOMENT_MS = 60_000;

/** What the viewer has been told after the notification or the moment `since`, oldest first, each alone; at most 100. */
export async function toldSince(viewer: Recipient, since: number | Date): Promise<Told[]> {
  const after =
    typeof since === "number"
      ? gt(notifications.id, since)
      : and(
          gt(notifications.createdAt, since),
          gte(notifications.id, firstIdAt(since.getTime() - MOMENT_MS)),
        );
  const rows = await onSite(viewer, after, asc(notifications.id), 100);
  return tell(
    viewer,
    rows.map((row) => [row]),
  );
}

/** Notes that the viewer has seen the notifications of this span. */
export async function markRead(viewer: Recipient, { oldest, newest }: { oldest: number; newest: number }) {
  await inPassing(read(viewer, between(notifications.id, oldest, newest)));
}

/** Notes that the viewer wants to see nothing of what they were told up to this notification, in batches. */
export async function markAllRead(viewer: Recipient, upTo: number): Promise<void> {
  while ((await read(viewer, lte(notifications.id, upTo))) === BATCH);
}

/** Kinds that are no longer shown on the site do not wait there to be read. */
export async function markUnwantedRead(viewer: Recipient, wanted: Kind[]): Promise<void> {
  while ((await read(viewer, notInArray(notifications.kind, wanted))) === BATCH);
}

/** What the badge shows: so many are unread, counted no further than 100. */
export async function countUnread(viewer: Recipient): Promise<number> {
  const unread = db
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(eq(notifications.recipientId, viewer.id), isNull(notifications.readAt)))
    .limit(MOST_COUNTED)
    .as("unread");
  const [row] = await db.select({ count: count() }).from(unread);
  return row?.count ?? 0;
}

export const MOST_COUNTED = 100;

const BATCH = 1000;

async function read(viewer: Recipient, which: SQL | undefined): Promise<number> {
  const unread = and(eq(notifications.recipientId, viewer.id), isNull(notifications.readAt), which);
  const [{ affectedRows }] = await db
    .update(notifications)
    .set({ readAt: new Date() })
    .where(unread)
    .limit(BATCH);
  return affectedRows;
}

/** The index is named, as engines may prefer one by kind and sort all that someone was ever told. */
export const ALONG_RECIPIENT = { forceIndex: "notifications_recipient" };

/** The viewer's own, of the kinds that they want to see on the site. */
async function onSite(viewer: Recipient, which: SQL | undefined, order: SQL, limit: number) {
  const wanted = wantedKinds(await wishesFor(viewer), "site");
  const rows = await db
    .select(columns)
    .from(notifications, ALONG_RECIPIENT)
    .where(and(eq(notifications.recipientId, viewer.id), inArray(notifications.kind, wanted), which))
    .orderBy(order)
    .limit(limit);
  return rows as NotificationRow[];
}
