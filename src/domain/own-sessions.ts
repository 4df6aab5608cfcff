import { and, desc, eq, gt, lt, ne, sql } from "drizzle-orm";
import { type Database, db } from "../../db/client.ts";
import { sessions } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import type { PersonRef } from "./people.ts";
import { placeOf } from "./places.ts";
import { announce, type Origin } from "./security-events.ts";

/** A session as its owner sees it: what calls itself how, and roughly where it was. */
export interface SessionView {
  publicId: string;
  userAgent: string;
  place: string;
  createdAt: Date;
  lastSeenAt: Date;
}

/** More than anyone reads; those last used come first. */
const MOST_SHOWN = 100;

/** Where the viewer is signed in. */
export async function sessionsOf(viewer: PersonRef): Promise<SessionView[]> {
  const rows = await db
    .select({
      publicId: sessions.publicId,
      userAgent: sessions.userAgent,
      address: sessions.address,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, viewer.id), gt(sessions.expiresAt, sql`utc_timestamp(3)`)))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(MOST_SHOWN);
  return rows.map(({ address, ...row }) => ({ ...row, place: placeOf(address) }));
}

/** Ends one of the viewer's sessions. False when they have none of this name. */
export async function endOwnSession(viewer: PersonRef, publicId: string, origin: Origin): Promise<boolean> {
  return transact(async (tx) => {
    const [{ affectedRows }] = await tx
      .delete(sessions)
      .where(and(eq(sessions.userId, viewer.id), eq(sessions.publicId, publicId)));
    if (affectedRows === 1) await announce(tx, viewer.id, "sessionEnded", origin);
    return affectedRows === 1;
  });
}

/** Ends all of the viewer's sessions but the one with this name. */
export async function endAllOthers(viewer: PersonRef, session: string, origin: Origin): Promise<void> {
  await transact(async (tx) => {
    const ended = await endOtherSessions(tx, viewer.id, session);
    if (ended > 0) await announce(tx, viewer.id, "otherSessionsEnded", origin);
  });
}

/** Ends all of a person's sessions, and answers how many there were. */
export async function endAllSessions(person: number, origin: Origin): Promise<number> {
  return transact(async (tx) => {
    const ended = await endOtherSessions(tx, person, null);
    if (ended > 0) await announce(tx, person, "otherSessionsEnded", origin);
    return ended;
  });
}

/** As part of a change that ends them. `session` (null: none) goes on. Answers how many ended. */
export async function endOtherSessions(
  tx: Database,
  person: number,
  session: string | null,
): Promise<number> {
  const [{ affectedRows }] = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, person), ne(sessions.publicId, session ?? "")));
  return affectedRows;
}

const SEEN_MINUTES = 10;

/** Keeps when and from where a session was last seen, to ten minutes: most requests write nothing. */
export async function noteSessionSeen(
  { publicId, lastSeenAt, viewer }: { publicId: string; lastSeenAt: Date; viewer: PersonRef },
  address: string,
): Promise<void> {
  const due = new Date(Date.now() - SEEN_MINUTES * 60_000);
  if (lastSeenAt > due) return;
  await db
    .update(sessions)
    .set({ lastSeenAt: sql`utc_timestamp(3)`, address })
    .where(
      and(eq(sessions.userId, viewer.id), eq(sessions.publicId, publicId), lt(sessions.lastSeenAt, due)),
    );
}
