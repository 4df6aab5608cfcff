import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { isDuplicate } from "../../db/faults.ts";
import { users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { emailKey } from "./addresses.ts";
import { confirmationRequired, mailWorks } from "./mail.ts";
import type { Viewer } from "./people.ts";
import { announce, type Origin } from "./security-events.ts";
import { findToken, revokeTokens, type TokenKind, useToken } from "./tokens.ts";

type Confirmable = Pick<Viewer, "id" | "emailConfirmedAt">;

/** Whether this person has yet to confirm their address, and could. */
export const isUnconfirmed = (viewer: Confirmable) => viewer.emailConfirmedAt === null && mailWorks();

/** Whether this person may publish something: read and follow may everyone. */
export const mayPost = (viewer: Confirmable) => viewer.emailConfirmedAt !== null || !confirmationRequired();

/** Sends the mail with the link once more. Harmless when repeated at once: one waits at a time. */
export async function askForConfirmation(viewer: Confirmable): Promise<void> {
  if (!isUnconfirmed(viewer)) return;
  const mail = { message: "confirm-email", userId: viewer.id, data: {} } as const;
  await enqueue(db, "mail", mail, { key: `confirm-email:${viewer.id}` });
  jobsWaiting();
}

/**
 * Whoever runs the site vouches for a person's present address. False when there is nothing to confirm: they have done it
 * themselves, or have no address.
 */
export async function vouchFor(person: number, origin: Origin): Promise<boolean> {
  return transact(async (tx) => {
    const unconfirmed = and(eq(users.id, person), isNotNull(users.email), isNull(users.emailConfirmedAt));
    const [{ affectedRows }] = await tx
      .update(users)
      .set({ emailConfirmedAt: new Date() })
      .where(unconfirmed);
    if (affectedRows === 0) return false;
    await revokeTokens(tx, "confirm-email", person);
    await announce(tx, person, "emailConfirmed", origin);
    return true;
  });
}

const KINDS = ["confirm-email", "change-email"] as const satisfies TokenKind[];

/** What the link of a mail would confirm: the person's present address or their new one. Null: it is good for nothing. */
export async function findConfirmation(token: string) {
  for (const kind of KINDS) {
    const found = await findToken(kind, token);
    if (found) return { kind, userId: found.userId, email: found.subject };
  }
  return null;
}

/**
 * Does what the link of a mail is for, once. Answers what came of it: null when the link is good for nothing (any more),
 * `emailTaken` when somebody else was faster to take the new address.
 */
export async function confirm(
  token: string,
  origin: Origin,
): Promise<null | "emailConfirmed" | "emailChanged" | "emailTaken"> {
  const confirmation = await findConfirmation(token);
  if (confirmation === null) return null;
  try {
    const change = confirmation.kind === "confirm-email" ? confirmPresent : confirmNew;
    const done = await change(token, confirmation, origin);
    jobsWaiting();
    return done;
  } catch (error) {
    if (isDuplicate(error)) return "emailTaken";
    throw error;
  }
}

type Confirmation = NonNullable<Awaited<ReturnType<typeof findConfirmation>>>;

function confirmPresent(token: string, { kind, userId, email }: Confirmation, origin: Origin) {
  return transact(async (tx) => {
    if (!(await useToken(tx, kind, token))) return null;
    const [{ affectedRows }] = await tx
      .update(users)
      .set({ emailConfirmedAt: new Date() })
      .where(and(eq(users.id, userId), eq(users.email, email)));
    if (affectedRows === 0) return null;
    await announce(tx, userId, "emailConfirmed", origin);
    return "emailConfirmed" as const;
  });
}

/** What was sent to the former address is dead with it. */
function confirmNew(token: string, { kind, userId, email }: Confirmation, origin: Origin) {
  return transact(async (tx) => {
    if (!(await useToken(tx, kind, token))) return null;
    const [{ affectedRows }] = await tx
      .update(users)
      .set({ email, emailKey: emailKey(email), emailConfirmedAt: new Date(), newEmail: null })
      .where(and(eq(users.id, userId), eq(users.newEmail, email)));
    if (affectedRows === 0) return null;
    for (const dead of ["confirm-email", "password-reset"] as const) await revokeTokens(tx, dead, userId);
    await announce(tx, userId, "emailChanged", origin);
    return "emailChanged" as const;
  });
}
