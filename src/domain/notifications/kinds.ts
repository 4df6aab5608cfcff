import type { Transaction } from "../../../db/client.ts";
import { exportFinished } from "./export-finished.ts";
import { follow } from "./follow.ts";
import { mention } from "./mention.ts";
import { messageRequest } from "./message-request.ts";
import { securityEvent } from "./security-event.ts";

/** What happened, by ids only: the payload of a `notify` job. `kind` says which of the three it has. */
export interface NotifiedEvent {
  kind: Kind;
  recipientId?: number;
  actorId?: number;
  subjectId?: number;
}

/** What there is to know of a kind of notification. */
export interface KindOfNotification {
  /** Who is to be told, as of now: nobody when it is no longer so. What this reads is locked until they are told. */
  recipients(tx: Transaction, event: NotifiedEvent): Promise<number[]>;
  /** What `subjectId` names. */
  subject: "post" | "securityEvent" | null;
  /** Whether those of a day that stand together are told as one: "Ada and 3 others". */
  grouped: boolean;
  /** Whether it has a mail of its own, sent at once whatever someone chose, and so has no place in the others. */
  ownMail: boolean;
}

/**
 * All kinds of notifications, in the order of the settings. A further one is a file beside this one and a component of the
 * same name in `components/notifications/`.
 */
export const kinds = {
  follow,
  mention,
  messageRequest,
  securityEvent,
  exportFinished,
} satisfies Record<string, KindOfNotification>;

export type Kind = keyof typeof kinds;

export const KINDS = Object.keys(kinds) as Kind[];

/** What is known of a kind, without the narrower type of its own file. */
export const kindOf = (kind: Kind): KindOfNotification => kinds[kind];
