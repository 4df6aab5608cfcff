import { and, eq } from "drizzle-orm";
import type { Transaction } from "../../../db/client.ts";
import { notifications } from "../../../db/schema.ts";

/** A post is deleted: nobody is told of it any longer, nor counts it as unread. */
export async function forgetPost(tx: Transaction, postId: number): Promise<void> {
  const about = and(eq(notifications.subjectId, postId), eq(notifications.kind, "mention"));
  await tx.delete(notifications).where(about);
}
