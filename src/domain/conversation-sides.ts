import { and, count, eq, gt, isNull, type SQL, sql, sum } from "drizzle-orm";
import type { MySqlUpdateSetSource } from "drizzle-orm/mysql-core";
import type { Database, Transaction } from "../../db/client.ts";
import { conversationSides, conversations, messages } from "../../db/schema.ts";

/*
 * The kept numbers of conversations. Whoever changes a side or a message first locks the row of the conversation: then
 * counts agree with rows whoever writes, reads and deletes at once. A conversation that is not there yet is begun under
 * `lockCounts` of the two, as a block is set.
 */

const locked = { id: conversations.id, lastId: conversations.lastId };
const more = { lowId: conversations.lowId, highId: conversations.highId, revokedAt: conversations.revokedAt };

/** Locks the conversation until the transaction ends; undefined: there is none. */
export async function lockConversation(tx: Transaction, id: number) {
  const [row] = await tx
    .select({ ...locked, ...more })
    .from(conversations)
    .where(eq(conversations.id, id))
    .for("update");
  return row;
}

/** The same by the two whose it is. */
export async function lockPair(tx: Transaction, one: number, other: number) {
  const [row] = await tx.select(locked).from(conversations).where(pairOf(one, other)).for("update");
  return row;
}

export const pairOf = (one: number, other: number): SQL | undefined =>
  and(eq(conversations.lowId, Math.min(one, other)), eq(conversations.highId, Math.max(one, other)));

/** Changes one side of a conversation that is locked. */
export const updateSide = (
  tx: Transaction,
  personId: number,
  conversationId: number,
  change: MySqlUpdateSetSource<typeof conversationSides>,
) => tx.update(conversationSides).set(change).where(side(personId, conversationId));

/** For `tidied`, when its person deletes something for themselves. */
export const ONCE_MORE = sql`${conversationSides.tidied} + 1`;

const side = (personId: number, conversationId: number) =>
  and(eq(conversationSides.personId, personId), eq(conversationSides.conversationId, conversationId));

/** What its person has deleted for themselves. */
export const hiddenFromSide = sql`if(${messages.senderId} = ${conversationSides.personId}, ${messages.hiddenFromSender}, ${messages.hiddenFromRecipient})`;

/** What someone sees of a conversation: from `clearedId` on, without what they have deleted for themselves. */
export const seenOfSide = and(
  eq(messages.conversationId, conversationSides.conversationId),
  gt(messages.id, conversationSides.clearedId),
  sql`not ${hiddenFromSide}`,
);

/** Sets the count of unread messages to what there is, on a side whose conversation is locked. */
export async function recountUnread(tx: Transaction, personId: number, conversationId: number) {
  const [row] = await tx
    .select({ unread: count() })
    .from(conversationSides)
    .innerJoin(messages, and(seenOfSide, gt(messages.id, conversationSides.readId)))
    .where(
      and(
        side(personId, conversationId),
        eq(messages.senderId, conversationSides.otherId),
        isNull(messages.deletedAt),
      ),
    );
  await updateSide(tx, personId, conversationId, { unread: row?.unread ?? 0 });
}

/** How many messages this person has not read, in all open conversations. */
export async function countUnread(on: Database, personId: number): Promise<number> {
  const [row] = await on
    .select({ unread: sum(conversationSides.unread).mapWith(Number) })
    .from(conversationSides)
    .where(
      and(
        eq(conversationSides.personId, personId),
        eq(conversationSides.state, "open"),
        gt(conversationSides.unread, 0),
      ),
    );
  return row?.unread ?? 0;
}
