import { lt, sql } from "drizzle-orm";
import { type Database, db } from "../../db/client.ts";
import { securityEvents } from "../../db/schema.ts";
import { enqueue } from "../jobs/queue.ts";
import { newId } from "./ids.ts";

/** Where a request came from: the client's address, empty when unknown, and what it calls itself. */
export interface Origin {
  address: string;
  userAgent: string;
}

/** What can happen to an account. Each has its words in the dictionary's `security.events`. */
export const SECURITY_EVENTS = [
  "signedIn",
  "signInFailed",
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
] as const;

export type SecurityEvent = (typeof SECURITY_EVENTS)[number];

/** Those that their owner is also told of, wherever they are signed in; each has its words in `notifications.security`. */
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
] as const satisfies SecurityEvent[];

export type ToldSecurityEvent = (typeof TOLD)[number];

export const isTold = (kind: SecurityEvent): kind is ToldSecurityEvent =>
  (TOLD as readonly SecurityEvent[]).includes(kind);

/** Notes, as part of `tx`, what happened to a person's account and from where. */
export async function noteSecurityEvent(
  tx: Database,
  person: number,
  kind: SecurityEvent,
  { address, userAgent }: Origin,
): Promise<void> {
  const id = newId();
  await tx.insert(securityEvents).values({
    id,
    userId: person,
    kind,
    address,
    userAgent: userAgent.slice(0, 255),
    createdAt: new Date(),
  });
  if (isTold(kind))
    await enqueue(tx, "notify", { kind: "securityEvent", recipientId: person, subjectId: id });
}

const KEPT_DAYS = 90;

/** Removes what is older than 90 days. */
export async function removeOldSecurityEvents(): Promise<void> {
  await db
    .delete(securityEvents)
    .where(lt(securityEvents.createdAt, sql`utc_timestamp(3) - interval ${KEPT_DAYS} day`));
}
