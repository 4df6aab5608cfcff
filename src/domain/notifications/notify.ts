import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "../../../db/client.ts";
import { hidings, notifications, users } from "../../../db/schema.ts";
import { transact } from "../../../db/transact.ts";
import { askForDigests } from "../digests.ts";
import { newId } from "../ids.ts";
import { wantedKinds, wants, wishesOf } from "./choices.ts";
import { kindOf, type NotifiedEvent } from "./kinds.ts";

/**
 * Tells those who are to be told of an event: the work of a `notify` job. Run again it tells nobody again; run twice at
 * once, the unique key fails the second, which is then tried again.
 */
export async function notify(event: NotifiedEvent): Promise<void> {
  await transact(async (tx) => {
    const concerned = await kindOf(event.kind).recipients(tx, event);
    const willing = await mayNotify(tx, concerned, event.actorId);
    const recipients = await notYetTold(tx, willing, event);
    if (recipients.length === 0) return;

    const wishes = [...(await wishesOf(recipients, tx))];
    const seeing = wishes.filter(([, wishes]) => wants(wishes, event.kind, "site"));
    const mailed = wishes.filter(([, wishes]) => wantedKinds(wishes, "mail").includes(event.kind));
    const onSite = new Set(seeing.map(([person]) => person));
    const told = new Set([...onSite, ...mailed.map(([person]) => person)]);
    if (told.size === 0) return;
    await tx
      .insert(notifications)
      .values([...told].map((person) => rowFor(person, event, onSite.has(person))));
    await askForDigests(tx, mailed);
  });
}

/**
 * Of these people those who may be told of what this person did: not themselves, nobody who is hidden, nobody who does not
 * want to see them.
 */
export async function mayNotify(tx: Transaction, people: number[], actorId = 0): Promise<number[]> {
  if (people.length === 0) return [];
  const rows = await tx
    .select({ id: users.id, hidden: users.hidden })
    .from(users)
    .where(inArray(users.id, [...people, actorId]));
  const hidden = new Set(rows.filter((row) => row.hidden).map((row) => row.id));
  if (hidden.has(actorId)) return [];
  const averse = await whoHides(tx, people, actorId);
  return people.filter((id) => id !== actorId && !hidden.has(id) && !averse.has(id));
}

/** Those of these people who have blocked or muted somebody, or were blocked by them. */
async function whoHides(tx: Transaction, people: number[], person: number): Promise<Set<number>> {
  const rows = await tx
    .select({ id: hidings.viewerId })
    .from(hidings)
    .where(and(inArray(hidings.viewerId, people), eq(hidings.personId, person)));
  return new Set(rows.map((row) => row.id));
}

/** Those of them who have not been told of this before. */
async function notYetTold(tx: Transaction, people: number[], event: NotifiedEvent): Promise<number[]> {
  if (people.length === 0) return [];
  const { kind, actorId = 0, subjectId = 0 } = event;
  const rows = await tx
    .select({ id: notifications.recipientId })
    .from(notifications)
    .where(
      and(
        inArray(notifications.recipientId, people),
        eq(notifications.kind, kind),
        eq(notifications.actorId, actorId),
        eq(notifications.subjectId, subjectId),
      ),
    );
  const told = new Set(rows.map((row) => row.id));
  return people.filter((person) => !told.has(person));
}

/** What is for the mail only counts as read from the start: nothing on the site waits for it. */
function rowFor(recipientId: number, { kind, actorId, subjectId }: NotifiedEvent, onSite: boolean) {
  const createdAt = new Date();
  return { id: newId(), recipientId, kind, actorId, subjectId, createdAt, readAt: onSite ? null : createdAt };
}
