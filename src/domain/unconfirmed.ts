import { and, asc, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { usernames, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue } from "../jobs/queue.ts";
import { firstIdAt } from "./ids.ts";
import { confirmationRequired } from "./mail.ts";
import { removeBelongings, removeFollows, removeTalks } from "./removal.ts";

const DAY_MS = 24 * 3600 * 1000;
const KEPT_DAYS = 7;
const BATCH = 100;

/**
 * Removes accounts that nobody came back to: a week old, the address never confirmed, nothing written, not seen again
 * after their first day. Nobody ever used the name in public, so it is free again, as is the address. Only where
 * addresses must be confirmed; what an admin made counts as confirmed.
 */
export async function removeUnconfirmed(between: () => Promise<void>): Promise<void> {
  if (!confirmationRequired()) return;
  const until = firstIdAt(Date.now() - KEPT_DAYS * DAY_MS);
  for (let after = 0; ; ) {
    const batch = await db
      .select({ id: users.id })
      .from(users)
      .where(and(gt(users.id, after), lt(users.id, until), neverCameBack))
      .orderBy(asc(users.id))
      .limit(BATCH);
    for (const { id } of batch) {
      await remove(id, between);
      await between();
    }
    const last = batch.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

const neverCameBack = and(
  isNull(users.emailConfirmedAt),
  eq(users.postsCount, 0),
  eq(users.admin, false),
  lt(users.lastSeenAt, sql`${users.createdAt} + interval 1 day`),
);

async function remove(id: number, between: () => Promise<void>): Promise<void> {
  await removeFollows(id, between);
  await removeTalks(id, between);
  await transact(async (tx) => {
    const [{ affectedRows }] = await tx.delete(users).where(and(eq(users.id, id), neverCameBack));
    if (affectedRows === 0) return; // confirmed just now
    await tx.delete(usernames).where(eq(usernames.userId, id));
    await removeBelongings(tx, id);
    await enqueue(tx, "index-person", { personId: id });
  });
}
