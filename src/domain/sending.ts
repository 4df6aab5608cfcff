import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "../../db/client.ts";
import { conversationSides, conversations, messages, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue } from "../jobs/queue.ts";
import { followsViewer, letsWrite, whysBetween } from "./between.ts";
import { lockPair, updateSide } from "./conversation-sides.ts";
import { lockCounts } from "./counts.ts";
import { newId } from "./ids.ts";
import type { PersonRef, Viewer } from "./people.ts";

type Sent = { id: number; conversationId: number };

/**
 * The viewer writes to someone: answers the message, or why it cannot be. From someone whom the recipient does not
 * follow the first one waits as a request. The same text from the same form (`key`) is the same message.
 */
export async function send(
  viewer: Pick<Viewer, "id">,
  recipient: Pick<PersonRef, "id">,
  { body, key }: { body: string; key?: string },
): Promise<Sent | { refused: "messageToSelf" | "messageRefused" }> {
  if (viewer.id === recipient.id) return { refused: "messageToSelf" };
  return transact(async (tx) => {
    let conversation = await lockPair(tx, viewer.id, recipient.id);
    if (!conversation) await lockCounts(tx, viewer.id, recipient.id);
    const door = await findDoor(tx, viewer, recipient);
    if (!door?.open) return { refused: "messageRefused" };
    conversation ??= await begin(tx, viewer.id, recipient.id);

    const submission = key ? digest(`${key}\n${conversation.id}\n${body}`) : null;
    const same = submission && (await findSubmission(tx, viewer, submission));
    if (same) return { id: same.id, conversationId: conversation.id };

    // Greater than the one before even when that was made by a machine whose clock is ahead.
    const id = Math.max(newId(), conversation.lastId + 1);
    const message = { conversationId: conversation.id, id, senderId: viewer.id, body, submission };
    await tx.insert(messages).values({ ...message, createdAt: new Date() });
    await tx.update(conversations).set({ lastId: id }).where(eq(conversations.id, conversation.id));
    await updateSide(tx, viewer.id, conversation.id, { state: "open", lastId: id });
    await deliver(tx, recipient.id, conversation.id, id, door.followed);
    if (!door.followed) await tellOfRequest(tx, viewer.id, recipient.id, conversation.id);
    return { id, conversationId: conversation.id };
  });
}

/** Whether the recipient takes messages from the viewer, and follows them. Undefined: there is no such person. */
async function findDoor(tx: Transaction, viewer: Pick<Viewer, "id">, recipient: Pick<PersonRef, "id">) {
  const [row] = await tx
    .select({
      ...{ hidden: users.hidden, letsWrite: letsWrite(viewer) },
      ...{ whys: whysBetween(viewer), followed: followsViewer(viewer) },
    })
    .from(users)
    .where(eq(users.id, recipient.id));
  const blocked = row?.whys?.includes("block"); // either way
  return row && { open: row.letsWrite && !row.hidden && !blocked, followed: row.followed };
}

/** A conversation that is not there yet, unless the other has just begun it. The counts of both are locked. */
async function begin(tx: Transaction, viewerId: number, otherId: number) {
  const there = await lockPair(tx, viewerId, otherId);
  if (there) return there;
  const id = newId();
  const [lowId, highId] = viewerId < otherId ? [viewerId, otherId] : [otherId, viewerId];
  await tx.insert(conversations).values({ id, lowId, highId });
  await tx.insert(conversationSides).values([
    { personId: viewerId, conversationId: id, otherId, state: "open" },
    // Until the message arrives, and for good if it comes from a stranger.
    { personId: otherId, conversationId: id, otherId: viewerId, state: "request" },
  ]);
  return { id, lastId: 0 };
}

/** On the recipient's side: it is unread, unless they have declined and so read nothing of it. */
async function deliver(
  tx: Transaction,
  recipientId: number,
  conversationId: number,
  id: number,
  followed: boolean,
) {
  const declined = sql`${conversationSides.state} = 'declined'`;
  if (followed) await updateSide(tx, recipientId, conversationId, { state: "open" });
  await updateSide(tx, recipientId, conversationId, {
    lastId: id,
    unread: sql`${conversationSides.unread} + if(${declined}, 0, 1)`,
    readId: sql`if(${declined}, ${id}, ${conversationSides.readId})`,
  });
}

/** Whoever is written to by a stranger is told once. */
async function tellOfRequest(tx: Transaction, actorId: number, recipientId: number, conversationId: number) {
  const [side] = await tx
    .select({ state: conversationSides.state })
    .from(conversationSides)
    .where(
      and(eq(conversationSides.personId, recipientId), eq(conversationSides.conversationId, conversationId)),
    );
  if (side?.state === "request")
    await enqueue(tx, "notify", { kind: "messageRequest", actorId, recipientId });
}

async function findSubmission(tx: Transaction, { id }: Pick<Viewer, "id">, submission: Buffer) {
  const [message] = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.senderId, id), eq(messages.submission, submission)));
  return message;
}

const digest = (text: string) => createHash("sha256").update(text).digest().subarray(0, 16);
