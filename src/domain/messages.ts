import { and, desc, eq, gt, isNull, lt, lte, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "../../db/client.ts";
import { conversationSides, conversations, messages } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import {
  hiddenFromSide,
  lockConversation,
  ONCE_MORE,
  recountUnread,
  seenOfSide,
  updateSide,
} from "./conversation-sides.ts";
import { firstIdAt, timeOf } from "./ids.ts";
import { NEWEST, PAGE_SIZE, type Page, pageOf } from "./page.ts";
import type { Viewer } from "./people.ts";
import type { TalkMark } from "./talk-marks.ts";
import { lines } from "./text.ts";

export const MESSAGE_LENGTH = 2000;

/** How long its sender may delete a message for both. */
const FOR_BOTH_MS = 3600 * 1000;

/**
 * A message as it is written: 1–2,000 graphemes. `key` makes a repeated submit harmless; `mark` says how far the
 * conversation stands above the form (`TalkMark`).
 */
export const MessageInput = z.object({
  body: lines({ most: MESSAGE_LENGTH, empty: "bodyEmpty", tooLong: "messageTooLong" }),
  key: z.string().max(64).default(""),
  mark: z.string().default(""),
});

/** A message as it is shown. `day` is the day it was sent on, in UTC. `revocable`: the viewer may delete it for both. */
export type MessageView = ReturnType<typeof asView>;

type Conversation = { id: number };

/** A page of the conversation as the viewer has it, in the order of writing. `next` leads to older ones. */
export async function messagesOf(
  { id }: Conversation,
  viewer: Viewer,
  before = NEWEST,
): Promise<Page<MessageView>> {
  const rows = await seenBy(viewer, id, lt(messages.id, before))
    .orderBy(desc(messages.id))
    .limit(PAGE_SIZE + 1);
  const { items, next } = pageOf(rows, (row) => row.id);
  return { items: items.map((row) => asView(row, viewer)).reverse(), next };
}

/** What came after a message, in the order of writing; at most the newest `most` of it. */
export async function messagesSince(
  { id }: Conversation,
  viewer: Viewer,
  since: number,
  most: number,
): Promise<MessageView[]> {
  const rows = await seenBy(viewer, id, gt(messages.id, since)).orderBy(desc(messages.id)).limit(most);
  return rows.map((row) => asView(row, viewer)).reverse();
}

/** Clocks of several machines differ a little. */
const SLACK_MS = 60_000;

/** What was deleted for both after a page was shown, of all that can have stood there. */
export async function revokedSince(
  { id }: Conversation,
  viewer: Viewer,
  { newest, revoked }: TalkMark,
): Promise<MessageView[]> {
  const earliest = firstIdAt(timeOf(newest) - FOR_BOTH_MS - SLACK_MS);
  const rows = await seenBy(
    viewer,
    id,
    and(gt(messages.id, earliest), lte(messages.id, newest), gt(messages.deletedAt, new Date(revoked))),
  );
  return rows.map((row) => asView(row, viewer));
}

/** So many of the newest messages are looked through: those further up a page hardly ever shows. */
const TIDIED_AMONG = 1000;

/** Which of the messages that may stand on a page its viewer has deleted for themselves. */
export async function tidiedOf(
  { id }: Conversation,
  viewer: Viewer,
  { newest }: TalkMark,
): Promise<number[]> {
  const side = and(eq(conversationSides.personId, viewer.id), eq(conversationSides.conversationId, id));
  const rows = await db
    .select({ id: messages.id, hidden: hiddenFromSide.mapWith(Boolean) })
    .from(conversationSides)
    .innerJoin(messages, and(eq(messages.conversationId, id), lte(messages.id, newest)))
    .where(side)
    .orderBy(desc(messages.id))
    .limit(TIDIED_AMONG);
  return rows.filter(({ hidden }) => hidden).map((row) => row.id);
}

/** A message of a conversation of the viewer's; null when it is not there, or not for them. */
export async function findMessage(
  { id }: Conversation,
  viewer: Viewer,
  messageId: number,
): Promise<MessageView | null> {
  const [row] = await seenBy(viewer, id, eq(messages.id, messageId));
  return row ? asView(row, viewer) : null;
}

/** Every read of messages asks this: only the two people have a side, and each sees what is left on theirs. */
const seenBy = (viewer: Viewer, conversationId: number, which: SQL | undefined) =>
  db
    .select({
      ...{ id: messages.id, senderId: messages.senderId, body: messages.body },
      ...{ createdAt: messages.createdAt, deletedAt: messages.deletedAt },
    })
    .from(conversationSides)
    .innerJoin(messages, and(seenOfSide, which))
    .where(
      and(
        eq(conversationSides.personId, viewer.id),
        eq(conversationSides.conversationId, conversationId),
        eq(messages.conversationId, conversationId),
      ),
    )
    .$dynamic();

type MessageRow = Awaited<ReturnType<typeof seenBy>>[number];

function asView({ senderId, ...message }: MessageRow, viewer: Viewer) {
  const own = senderId === viewer.id;
  return {
    ...{ ...message, own, day: dayOf(message.id) },
    revocable: own && !message.deletedAt && Date.now() - message.createdAt.getTime() < FOR_BOTH_MS,
  };
}

/** The day of a message, in UTC. */
export const dayOf = (id: number) => new Date(timeOf(id)).toISOString().slice(0, 10);

/**
 * Deletes a message for the viewer alone, or for both: then its text is gone, and its place says so. False when it is
 * not there, or for both when it is another's or older than an hour.
 */
export async function deleteMessage(
  { id }: Conversation,
  viewer: Viewer,
  message: MessageView,
  forWhom: "me" | "both",
): Promise<boolean> {
  if (forWhom === "both" && !message.revocable) return false;
  return transact(async (tx) => {
    const conversation = await lockConversation(tx, id);
    if (!conversation) return false;
    const deletedAt = new Date(Math.max(Date.now(), Number(conversation.revokedAt) + 1));
    const hidden = message.own ? { hiddenFromSender: true } : { hiddenFromRecipient: true };
    const change = forWhom === "both" ? { body: "", deletedAt } : hidden;
    await tx
      .update(messages)
      .set(change)
      .where(
        and(
          eq(messages.conversationId, id),
          eq(messages.id, message.id),
          message.own ? eq(messages.senderId, viewer.id) : undefined,
          forWhom === "both" ? isNull(messages.deletedAt) : undefined,
        ),
      );
    if (forWhom === "me") await updateSide(tx, viewer.id, id, { tidied: ONCE_MORE });
    else await tx.update(conversations).set({ revokedAt: deletedAt }).where(eq(conversations.id, id));
    for (const personId of [conversation.lowId, conversation.highId]) {
      await recountUnread(tx, personId, id);
    }
    await findLast(tx, viewer.id, id);
    return true;
  });
}

/** Sets the newest message of a side to what its person still sees. */
async function findLast(tx: Transaction, personId: number, conversationId: number) {
  const [last] = await tx
    .select({ id: messages.id })
    .from(conversationSides)
    .innerJoin(messages, seenOfSide)
    .where(
      and(
        eq(conversationSides.personId, personId),
        eq(conversationSides.conversationId, conversationId),
        eq(messages.conversationId, conversationId),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(1);
  await updateSide(tx, personId, conversationId, { lastId: last?.id ?? 0 });
}
