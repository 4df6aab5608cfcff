import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { Email, emailKey } from "./addresses.ts";
import { endOtherSessions } from "./own-sessions.ts";
import { hashPassword, newPasswordFields, samePassword, weaknessOf } from "./passwords.ts";
import type { Viewer } from "./people.ts";
import { checkPassword, type WrongPassword } from "./proofs.ts";
import { announce, type Origin } from "./security-events.ts";
import { findToken, issueToken, revokeTokens, useToken } from "./tokens.ts";

/** The form that asks for a link to a new password. */
export const ResetRequest = z.object({ email: Email });

/** The form behind that link. */
export const PasswordReset = z.object(newPasswordFields).refine(...samePassword);

/** The form that changes the password of somebody who knows it. */
export const PasswordChange = z
  .object({ ...newPasswordFields, currentPassword: z.string().min(1, "required") })
  .refine(...samePassword);

type Weakness = NonNullable<Awaited<ReturnType<typeof weaknessOf>>>;

/**
 * Has a link sent to this address, if it is anybody's. It takes the same for everybody: one look, one job, and that job is
 * left to the worker's next round, so that no sending goes on beside an answer that somebody may be timing.
 */
export async function askForReset({ email }: z.infer<typeof ResetRequest>): Promise<void> {
  const [account] = await db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.emailKey, emailKey(email)));
  await enqueue(db, "mail", { message: "password-reset", userId: account?.id ?? null, data: {} });
}

/** A reset link's token for a person, for the admin to hand over. */
export const resetTokenFor = (id: number): Promise<string> => issueToken(db, "password-reset", id);

/** Whether a reset link is still good. */
export const isResetGood = async (token: string): Promise<boolean> =>
  (await findToken("password-reset", token)) !== null;

/**
 * Gives the person of this token a new password and ends all their sessions. The link has shown that the address it was
 * sent to is theirs. Answers what is wrong with the password (the link stays good), or `linkDead`.
 */
export async function resetPassword(
  token: string,
  password: string,
  origin: Origin,
): Promise<null | "linkDead" | { password: Weakness }> {
  const found = await findToken("password-reset", token);
  const account = found && (await findAccount(found.userId));
  if (!account) return "linkDead";
  const weakness = await weaknessOf(password, account);
  if (weakness) return { password: weakness };

  const passwordHash = await hashPassword(password);
  const done = await transact(async (tx) => {
    if (!(await useToken(tx, "password-reset", token))) return false;
    await tx.update(users).set({ passwordHash }).where(eq(users.id, account.id));
    if (found.subject !== "") {
      await tx
        .update(users)
        .set({ emailConfirmedAt: sql`utc_timestamp(3)` })
        .where(and(eq(users.id, account.id), eq(users.email, found.subject), isNull(users.emailConfirmedAt)));
    }
    await endOtherSessions(tx, account.id, null);
    await afterChange(tx, account.id, "passwordReset", origin);
    return true;
  });
  jobsWaiting();
  return done ? null : "linkDead";
}

/**
 * Changes the viewer's password and ends their sessions everywhere but here (`session`). Answers what is
 * wrong, or null.
 */
export async function changePassword(
  viewer: Viewer,
  { currentPassword, password }: z.infer<typeof PasswordChange>,
  session: string,
  origin: Origin,
): Promise<null | { currentPassword: WrongPassword } | { password: Weakness }> {
  const account = await findAccount(viewer.id);
  const wrong = await checkPassword(viewer, currentPassword, origin);
  if (wrong || !account) return { currentPassword: wrong ?? "wrongPassword" };
  const weakness = await weaknessOf(password, account);
  if (weakness) return { password: weakness };

  const passwordHash = await hashPassword(password);
  const changed = await transact(async (tx) => {
    const [{ affectedRows }] = await tx
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, viewer.id), eq(users.passwordHash, account.passwordHash)));
    if (affectedRows === 0) return false; // changed by somebody else in between
    await endOtherSessions(tx, viewer.id, session);
    await afterChange(tx, viewer.id, "passwordChanged", origin);
    return true;
  });
  jobsWaiting();
  return changed ? null : { currentPassword: "wrongPassword" };
}

/** What was handed out under the former password is dead; the person is told. */
async function afterChange(
  tx: Transaction,
  userId: number,
  event: "passwordChanged" | "passwordReset",
  origin: Origin,
) {
  for (const kind of ["password-reset", "second-step"] as const) await revokeTokens(tx, kind, userId);
  await announce(tx, userId, event, origin);
}

async function findAccount(id: number) {
  const [account] = await db
    .select({
      ...{ id: users.id, username: users.username, email: users.email, passwordHash: users.passwordHash },
    })
    .from(users)
    .where(eq(users.id, id));
  return account;
}
