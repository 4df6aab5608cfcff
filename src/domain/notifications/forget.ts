import { and, eq, inArray, or } from "drizzle-orm";
import type { Transaction } from "../../../db/client.ts";
import { notifications } from "../../../db/schema.ts";
import { KINDS } from "./kinds.ts";

/** A post is deleted: nobody is told of it any longer, nor counts it as unread. */
export async function forgetPost(tx: Transaction, postId: number): Promise<void> {
  const about = and(eq(notifications.subjectId, postId), eq(notifications.kind, "mention"));
  await tx.delete(notifications).where(about);
}

/** Two people part: neither is told any longer of what the other did. By the key that makes each unique. */
export async function forgetBetween(tx: Transaction, one: number, other: number): Promise<void> {
  const toldOf = (recipient: number, actor: number) =>
    and(
      eq(notifications.recipientId, recipient),
      inArray(notifications.kind, KINDS),
      eq(notifications.actorId, actor),
    );
  await tx.delete(notifications).where(or(toldOf(one, other), toldOf(other, one)));
}
