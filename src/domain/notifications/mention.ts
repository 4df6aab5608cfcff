import { eq } from "drizzle-orm";
import type { Transaction } from "../../../db/client.ts";
import { mentions } from "../../../db/schema.ts";
import type { NotifiedEvent } from "./kinds.ts";

/** A post mentions the recipient. Its mentions are locked: a post that is being deleted takes its notifications along. */
export const mention = {
  async recipients(tx: Transaction, { subjectId = 0 }: NotifiedEvent): Promise<number[]> {
    const rows = await tx
      .select({ id: mentions.personId })
      .from(mentions)
      .where(eq(mentions.postId, subjectId))
      .for("update");
    return rows.map((row) => row.id);
  },
  subject: "post" as const,
  grouped: false,
  ownMail: false,
};
