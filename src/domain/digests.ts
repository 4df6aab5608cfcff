import { and, desc, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import { db, type Transaction } from "../../db/client.ts";
import { notificationChoices, notifications } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue } from "../jobs/queue.ts";
import { type Wishes, wantedKinds, weekAfter, wishesFor } from "./notifications/choices.ts";
import { MOST_ROWS, type NotificationRow, pageOfGroups } from "./notifications/groups.ts";
import { ALONG_RECIPIENT } from "./notifications/inbox.ts";
import { type Told, tell } from "./notifications/told.ts";

/** The notifications that one mail is about: newer than `since`, up to `upTo`. */
export interface Span {
  since: number;
  upTo: number;
}

/** So many seconds pass between the first notification and the mail, which then tells of those after it too. */
const GATHERED = 300;

const askFor = (tx: Transaction, personId: number, delay = 0) =>
  enqueue(tx, "digest", { personId }, { key: `digest:${personId}`, delay });

/** Has those of these people who want mail at once be sent one, as part of `tx`. */
export async function askForDigests(tx: Transaction, people: [id: number, wishes: Wishes][]): Promise<void> {
  for (const [id, { digest }] of people) if (digest === "immediate") await askFor(tx, id, GATHERED);
}

const BATCH = 200;

/** Has everyone whose week is over be sent what came in it. `between` is called after each batch. */
export async function askForDueDigests(between: () => Promise<void>): Promise<void> {
  for (let found = BATCH; found === BATCH; await between()) found = await transact(askForSomeDue);
}

async function askForSomeDue(tx: Transaction): Promise<number> {
  const now = new Date();
  const due = await tx
    .select({ id: notificationChoices.personId })
    .from(notificationChoices)
    .where(lte(notificationChoices.dueAt, now))
    .limit(BATCH)
    .for("update");
  if (due.length === 0) return 0;
  const people = due.map(({ id }) => id);
  await tx
    .update(notificationChoices)
    .set({ dueAt: weekAfter(now) })
    .where(inArray(notificationChoices.personId, people));
  for (const id of people) await askFor(tx, id);
  return due.length;
}

/**
 * The work of a `digest` job: what there is to tell this person by mail, or null when there is nothing. It counts as told
 * from now on, so the mail must be asked for in the same transaction.
 */
export async function takeDigest(tx: Transaction, personId: number): Promise<Span | null> {
  const [row] = await tx
    .select({ since: notificationChoices.toldUpTo })
    .from(notificationChoices)
    .where(eq(notificationChoices.personId, personId))
    .for("update");
  if (row === undefined) return null;
  const wishes = await wishesFor({ id: personId }, tx);
  const [newest] = wishes.digest === "off" ? [] : await untold(tx, personId, wishes, row).limit(1);
  if (newest === undefined) return null;
  const told = { toldUpTo: newest.id };
  await tx.update(notificationChoices).set(told).where(eq(notificationChoices.personId, personId));
  return { since: row.since, upTo: newest.id };
}

/** What the mail of this span tells, as it is now: what was read, deleted or switched off meanwhile is left out. */
export async function digestOf(personId: number, span: Span): Promise<Told[]> {
  const person = { id: personId };
  const rows = await untold(db, personId, await wishesFor(person), span).limit(MOST_ROWS);
  const { groups } = pageOfGroups(rows as NotificationRow[]);
  return tell(person, groups);
}

/** Not read on the site; what never was for the site is noted as read when it was written. */
function untold(
  on: typeof db | Transaction,
  personId: number,
  wishes: Wishes,
  { since, upTo }: { since: number; upTo?: number },
) {
  const { id, kind, actorId, subjectId, createdAt, readAt } = notifications;
  const unread = or(isNull(readAt), eq(readAt, createdAt));
  return on
    .select({ id, kind, actorId, subjectId, createdAt, readAt })
    .from(notifications, ALONG_RECIPIENT)
    .where(
      and(
        eq(notifications.recipientId, personId),
        gt(id, since),
        upTo === undefined ? undefined : lte(id, upTo),
        inArray(kind, wantedKinds(wishes, "mail")),
        unread,
      ),
    )
    .orderBy(desc(id))
    .$dynamic();
}
