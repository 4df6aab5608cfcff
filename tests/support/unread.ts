import { and, eq, gt, isNull } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { conversationSides, messages, notifications } from "../../db/schema.ts";
import type { Viewer } from "../../src/domain/people.ts";

type Person = Pick<Viewer, "id">;

/** How many messages someone has not read, counted from the messages, in all conversations that are open. */
export async function unreadMessages({ id }: Person): Promise<number> {
  const unread = await db
    .select({ id: messages.id })
    .from(conversationSides)
    .innerJoin(
      messages,
      and(
        eq(messages.conversationId, conversationSides.conversationId),
        eq(messages.senderId, conversationSides.otherId),
        gt(messages.id, conversationSides.readId),
        gt(messages.id, conversationSides.clearedId),
        eq(messages.hiddenFromRecipient, false),
        isNull(messages.deletedAt),
      ),
    )
    .where(and(eq(conversationSides.personId, id), eq(conversationSides.state, "open")));
  return unread.length;
}

/** How many notifications someone has not read, counted from the rows. */
export const unreadNotifications = ({ id }: Person): Promise<number> =>
  db.$count(notifications, and(eq(notifications.recipientId, id), isNull(notifications.readAt)));
