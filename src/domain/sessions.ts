import { createHash, randomBytes } from "node:crypto";
import { and, eq, getTableColumns, isNull, lte, sql } from "drizzle-orm";
import { type Adapter, type DatabaseSession, generateIdFromEntropySize, Lucia, TimeSpan } from "lucia";
import { db } from "../../db/client.ts";
import { inPassing, takesNothing } from "../../db/faults.ts";
import { notifications, sessions, users } from "../../db/schema.ts";
import { MOST_COUNTED } from "./notifications/inbox.ts";
import { type Viewer, viewerColumns } from "./people.ts";
import type { Origin } from "./security-events.ts";

/*
 * lucia is the session engine, used in this file only: it makes tokens, checks and extends expiry. Its stock adapters
 * keep tokens as they are; this one keeps their SHA-256, so that nobody can sign in with what stands in the database.
 */

interface Attributes {
  publicId: string;
  remember: boolean;
  userAgent: string;
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
  provedAt: Date;
}

declare module "lucia" {
  interface Register {
    Lucia: Lucia<Attributes, Viewer & Badges>;
    UserId: number;
    DatabaseSessionAttributes: Attributes;
    DatabaseUserAttributes: Viewer & Badges;
  }
}

const hash = (token: string) => createHash("sha256").update(token).digest();
const byToken = (token: string) => eq(sessions.tokenHash, hash(token));

const { tokenHash: _hash, ...sessionColumns } = getTableColumns(sessions);

/** What waits for the viewer, as every page shows it. */
export interface Badges {
  /** Unread ones, counted no further than 100. */
  notifications: number;
}

/** The session is looked up once more within: MariaDB lets no derived table look at the row outside it. */
const unread = db
  .select({ id: notifications.id })
  .from(sessions)
  .innerJoin(notifications, eq(notifications.recipientId, sessions.userId))
  .where(and(eq(sessions.tokenHash, sql.placeholder("tokenHash")), isNull(notifications.readAt)))
  .limit(MOST_COUNTED)
  .as("unread");

const badges = { notifications: sql`(select count(*) from ${unread})`.mapWith(Number).as("notifications") };

/** Asked with every page: its SQL is built once. No session is good for anything while its person is suspended. */
const sessionAndViewer = db
  .select({ session: sessionColumns, viewer: viewerColumns, badges })
  .from(sessions)
  .innerJoin(users, eq(users.id, sessions.userId))
  .where(and(eq(sessions.tokenHash, sql.placeholder("tokenHash")), isNull(users.suspendedAt)))
  .prepare();

/** What lucia calls the id of a session is the token, given back as it came. Only this adapter knows the hash. */
const adapter: Adapter = {
  async getSessionAndUser(token) {
    const [row] = await sessionAndViewer.execute({ tokenHash: hash(token) });
    if (row === undefined) return [null, null];
    return [
      asLucias(token, row.session),
      { id: row.viewer.id, attributes: { ...row.viewer, ...row.badges } },
    ];
  },
  async getUserSessions(person) {
    const rows = await db.select(sessionColumns).from(sessions).where(eq(sessions.userId, person));
    return rows.map((row) => asLucias(`public:${row.publicId}`, row));
  },
  async setSession({ id, userId, expiresAt, attributes }) {
    await db.insert(sessions).values({ tokenHash: hash(id), userId, expiresAt, ...attributes });
  },
  async updateSessionExpiration(token, expiresAt) {
    await inPassing(db.update(sessions).set({ expiresAt }).where(byToken(token)).execute());
  },
  async deleteSession(token) {
    await db.delete(sessions).where(byToken(token));
  },
  async deleteUserSessions(person) {
    await db.delete(sessions).where(eq(sessions.userId, person));
  },
  async deleteExpiredSessions() {
    await db.delete(sessions).where(lte(sessions.expiresAt, new Date()));
  },
};

function asLucias(id: string, row: Attributes & { userId: number; expiresAt: Date }): DatabaseSession {
  const { userId, expiresAt, ...attributes } = row;
  return { id, userId, expiresAt, attributes };
}

/**
 * lucia knows one expiry; there are two kinds of session. One that is to be remembered lasts 30 days, one that ends with
 * the browser 24 hours, both from the last visit, but no longer than half a year or a week from their beginning. The
 * token's first letter tells the kind: it is hashed with the rest,
 * so nobody can turn one into the other.
 */
const REMEMBERED = { letter: "r", engine: engine(new TimeSpan(30, "d")), mostDays: 180 };
const BRIEF = { letter: "b", engine: engine(new TimeSpan(24, "h")), mostDays: 7 };

function engine(sessionExpiresIn: TimeSpan) {
  return new Lucia(adapter, {
    sessionExpiresIn,
    getUserAttributes: (viewer) => viewer,
    getSessionAttributes: (session) => session,
  });
}

const DAY_MS = 24 * 3_600_000;

const kindOf = (token: string) => (token.startsWith(REMEMBERED.letter) ? REMEMBERED : BRIEF);

/** Begins a session of someone who has just proved who they are. Answers its token, for a cookie and nowhere else. */
export async function startSession(
  person: number,
  { remember, userAgent, address }: { remember: boolean } & Origin,
): Promise<string> {
  const { letter, engine } = remember ? REMEMBERED : BRIEF;
  const now = new Date();
  const attributes = {
    ...{ publicId: randomBytes(12).toString("hex"), remember, address },
    userAgent: userAgent.slice(0, 255),
    ...{ createdAt: now, lastSeenAt: now, provedAt: now },
  };
  const sessionId = newToken(letter);
  await engine.createSession(person, attributes, { sessionId });
  return sessionId;
}

const newToken = (letter: string) => letter + generateIdFromEntropySize(25);

/**
 * The person has shown once more, just now, that it is them: the session goes on under a new token, which is answered,
 * and the old one is dead. Null where there is no such session.
 */
export async function renewSession(token: string): Promise<string | null> {
  const renewed = newToken(kindOf(token).letter);
  const [{ affectedRows }] = await db
    .update(sessions)
    .set({ tokenHash: hash(renewed), provedAt: new Date() })
    .where(byToken(token));
  return affectedRows === 1 ? renewed : null;
}

/**
 * Who has this token, and until when; null for nobody. `extended`: the session was past half of its time and has been
 * given the whole of it again, so the cookie must be sent again.
 */
export async function findSession(token: string) {
  if (!/^[br][a-z0-9]{40}$/.test(token)) return null;
  const { engine, mostDays } = kindOf(token);
  const { session, user } = await engine.validateSession(token).catch(unlessOver);
  if (session === null) return null;
  if (session.createdAt.getTime() < Date.now() - mostDays * DAY_MS) {
    await inPassing(engine.invalidateSession(token));
    return null;
  }
  const { publicId, remember, lastSeenAt, provedAt, expiresAt, fresh } = session;
  const { notifications, ...viewer } = user;
  return {
    ...{
      viewer: viewer satisfies Viewer as Viewer,
      badges: { notifications },
      publicId,
      remember,
      lastSeenAt,
      provedAt,
      expiresAt,
    },
    extended: fresh,
  };
}

/** A session that is over is deleted when it is met: over it is also where nothing can be written. */
function unlessOver(error: unknown) {
  if (!takesNothing(error)) throw error;
  return { session: null, user: null };
}

/** Ends the session of this token, if there is one. */
export const endSession = (token: string) => kindOf(token).engine.invalidateSession(token);

/** Removes what has run out. */
export const removeExpiredSessions = () => BRIEF.engine.deleteExpiredSessions();
