import { and, desc, eq, gt, lt, sql } from "drizzle-orm";
import { type Database, db } from "../../db/client.ts";
import { securityEvents } from "../../db/schema.ts";
import { enqueue } from "../jobs/queue.ts";
import type { ToldEvent } from "../mail/security.ts";
import { firstIdAt, newId } from "./ids.ts";
import { NEWEST, PAGE_SIZE, type Page, pageOf } from "./page.ts";
import { placeOf } from "./places.ts";

/** Where a request came from: the client's address, empty when unknown, and what it calls itself. */
export interface Origin {
  address: string;
  userAgent: string;
}

/** What can happen to an account. Each has its words in the dictionary's `security.events`. */
export const SECURITY_EVENTS = [
  "signedIn",
  "signInFailed",
  "codeFailed",
  "proofFailed",
  "passwordChanged",
  "passwordReset",
  "emailChanged",
  "emailConfirmed",
  "totpAdded",
  "totpRemoved",
  "recoveryCodesMade",
  "recoveryCodeUsed",
  "passkeyAdded",
  "passkeyRemoved",
  "sessionEnded",
  "otherSessionsEnded",
  "deletionAsked",
  "deletionUndone",
  "suspended",
  "unsuspended",
  "postRemoved",
  "exportAsked",
] as const;

export type SecurityEvent = (typeof SECURITY_EVENTS)[number];

/**
 * Those that their owner is told of, wherever they are: by mail, and among the notifications, where each has its words in
 * `notifications.securityEvent`. The rest they did themselves a moment ago, or find in the list.
 */
const TOLD = [
  "passwordChanged",
  "passwordReset",
  "emailChanged",
  "totpAdded",
  "totpRemoved",
  "recoveryCodesMade",
  "recoveryCodeUsed",
  "passkeyAdded",
  "passkeyRemoved",
  "deletionAsked",
  "deletionUndone",
] as const satisfies ToldEvent[];

export type ToldSecurityEvent = (typeof TOLD)[number];

export const isTold = (kind: SecurityEvent): kind is ToldSecurityEvent =>
  (TOLD as readonly SecurityEvent[]).includes(kind);

/** Notes, as part of `tx`, what happened to a person's account and from where. Answers the event's id. */
export async function noteSecurityEvent(
  tx: Database,
  person: number,
  kind: SecurityEvent,
  { address, userAgent }: Origin,
): Promise<number> {
  const id = newId();
  await tx.insert(securityEvents).values({
    id,
    userId: person,
    kind,
    address,
    userAgent: userAgent.slice(0, 255),
    createdAt: new Date(),
  });
  return id;
}

/** Notes a change to an account and tells its owner. Every one but coming in and failing to goes through here. */
export async function announce(
  tx: Database,
  person: number,
  event: SecurityEvent,
  origin: Origin,
): Promise<void> {
  const id = await noteSecurityEvent(tx, person, event, origin);
  if (!isTold(event)) return;
  await enqueue(tx, "notify", { kind: "securityEvent", recipientId: person, subjectId: id });
  await enqueue(tx, "mail", { message: "security", userId: person, data: { event } });
}

/** Notes that the person has come in. */
export const noteSignIn = (person: number, origin: Origin): Promise<number> =>
  noteSecurityEvent(db, person, "signedIn", origin);

type Failure = Extract<SecurityEvent, "signInFailed" | "codeFailed" | "proofFailed">;

const MOST_FAILURES = 20;
const FAILURES_WITHIN_MS = 3_600_000;

/** Notes a failed try, no more than twenty of a kind in an hour: a flood of them cannot fill the table. */
export async function noteFailure(person: number, kind: Failure, origin: Origin): Promise<void> {
  if (await failedTooOften(person, kind)) return;
  await noteSecurityEvent(db, person, kind, origin);
}

/** Whether so many tries of this kind have failed within the hour that another one should not be listened to. */
export async function failedTooOften(person: number, kind: Failure): Promise<boolean> {
  const since = firstIdAt(Date.now() - FAILURES_WITHIN_MS);
  const { userId, id } = securityEvents;
  const lately = and(eq(userId, person), gt(id, since), eq(securityEvents.kind, kind));
  return (await db.$count(securityEvents, lately)) >= MOST_FAILURES;
}

/** An event as its owner sees it: what calls itself how, and roughly where it was. */
export interface SecurityEventView {
  id: number;
  kind: SecurityEvent;
  userAgent: string;
  place: string;
  createdAt: Date;
}

/** What happened to this person's account, newest first; `before` is the `next` of the page before. */
export async function securityEventsOf(
  person: number,
  before = NEWEST,
  most = PAGE_SIZE,
): Promise<Page<SecurityEventView>> {
  const rows = await db
    .select()
    .from(securityEvents)
    .where(and(eq(securityEvents.userId, person), lt(securityEvents.id, before)))
    .orderBy(desc(securityEvents.id))
    .limit(most + 1);
  const views = rows.map(({ address, kind, userId, ...row }) => ({
    ...row,
    kind: kind as SecurityEvent,
    place: placeOf(address),
  }));
  return pageOf(views, (event) => event.id);
}

const KEPT_DAYS = 90;

/** Those that are older than 90 days. */
export const oldSecurityEvents = lt(
  securityEvents.createdAt,
  sql`utc_timestamp(3) - interval ${KEPT_DAYS} day`,
);

/** Removes them. */
export async function removeOldSecurityEvents(): Promise<void> {
  await db.delete(securityEvents).where(oldSecurityEvents);
}
