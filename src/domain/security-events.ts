import { lt, sql } from "drizzle-orm";
import { type Database, db } from "../../db/client.ts";
import { securityEvents } from "../../db/schema.ts";
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
  "suspended",
  "unsuspended",
  "postRemoved",
] as const;

export type SecurityEvent = (typeof SECURITY_EVENTS)[number];

/** Notes, as part of `tx`, what happened to a person's account and from where. */
export async function noteSecurityEvent(
  tx: Database,
  person: number,
  kind: SecurityEvent,
  { address, userAgent }: Origin,
): Promise<void> {
  await tx.insert(securityEvents).values({
    id: newId(),
    userId: person,
    kind,
    address,
    userAgent: userAgent.slice(0, 255),
    createdAt: new Date(),
  });
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
