import { and, eq } from "drizzle-orm";
import type { Transaction } from "../../../db/client.ts";
import { follows } from "../../../db/schema.ts";
import type { NotifiedEvent } from "./kinds.ts";

/** Somebody follows the recipient. Who leaves and comes back is told of once, while the first one is kept. */
export const follow = {
  async recipients(tx: Transaction, { actorId = 0, recipientId = 0 }: NotifiedEvent): Promise<number[]> {
    const edge = and(eq(follows.followerId, actorId), eq(follows.followeeId, recipientId));
    const rows = await tx.select({ id: follows.followeeId }).from(follows).where(edge);
    return rows.map((row) => row.id);
  },
  subject: null,
  grouped: true,
  ownMail: false,
};
