import { and, eq, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { tokens, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { endOtherSessions } from "./own-sessions.ts";
import { noteSecurityEvent, type Origin } from "./security-events.ts";
import { lines } from "./text.ts";

/** Why somebody is suspended or a post was removed, as the person concerned reads it. */
export const Reason = lines({ most: 500, empty: "required", tooLong: "bodyTooLong" }).refine(
  (reason) => [...reason].length <= 500,
  "bodyTooLong",
);

/**
 * Suspends a person: all their sessions end, nobody sees them or their posts any more, and whoever signs in with their
 * password is told the reason instead. They are told by mail too. False when they are suspended for this reason already.
 */
export async function suspend(person: number, reason: string, origin: Origin): Promise<boolean> {
  const done = await transact(async (tx) => {
    const otherwise = or(
      isNull(users.suspendedAt),
      isNull(users.suspendedFor),
      ne(users.suspendedFor, reason),
    );
    const suspendedAt = sql`coalesce(${users.suspendedAt}, utc_timestamp(3))`;
    const [{ affectedRows }] = await tx
      .update(users)
      .set({ suspendedAt, suspendedFor: reason, hidden: true })
      .where(and(eq(users.id, person), otherwise));
    if (affectedRows === 0) return false;
    await endOtherSessions(tx, person, null);
    await tx.delete(tokens).where(eq(tokens.userId, person));
    await enqueue(tx, "index-person", { personId: person });
    await noteSecurityEvent(tx, person, "suspended", origin);
    await enqueue(tx, "mail", { message: "suspended", userId: person, data: {} });
    return true;
  });
  jobsWaiting();
  return done;
}

/** Undoes it. Whoever is leaving stays hidden. False when the person is not suspended. */
export async function unsuspend(person: number, origin: Origin): Promise<boolean> {
  const done = await transact(async (tx) => {
    const [{ affectedRows }] = await tx
      .update(users)
      .set({ suspendedAt: null, suspendedFor: null, hidden: sql`${users.leavesAt} is not null` })
      .where(and(eq(users.id, person), isNotNull(users.suspendedAt)));
    if (affectedRows === 0) return false;
    await enqueue(tx, "index-person", { personId: person });
    await noteSecurityEvent(tx, person, "unsuspended", origin);
    await enqueue(tx, "mail", { message: "unsuspended", userId: person, data: {} });
    return true;
  });
  jobsWaiting();
  return done;
}

/** Why and since when this person is suspended, and how they read; null for everyone else. */
export async function findSuspension(person: number) {
  const [row] = await db
    .select({
      ...{ reason: users.suspendedFor, since: users.suspendedAt },
      ...{ locale: users.locale, theme: users.theme },
    })
    .from(users)
    .where(and(eq(users.id, person), isNotNull(users.suspendedAt)));
  const { since = null, reason } = row ?? {};
  return row && since ? { ...row, since, reason: reason ?? "" } : null;
}
