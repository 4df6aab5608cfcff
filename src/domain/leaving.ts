import { and, eq, isNotNull, isNull, lte, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "../../db/client.ts";
import { sessions, tokens, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import type { Viewer } from "./people.ts";
import { removePosts } from "./posts.ts";
import { checkPassword, type WrongPassword } from "./proofs.ts";
import { removeBelongings, removeFollows, removeTalks } from "./removal.ts";
import { announce, noteSecurityEvent, type Origin } from "./security-events.ts";
import { sealUsernames, usernameKey } from "./usernames.ts";

/** How long someone who left can come back, by signing in. */
export const DAYS_TO_RETURN = 7;

/** The form that asks for one's account to be deleted: both to be sure that it is them, and that they mean it. */
export const Farewell = z.object({
  username: z.string().trim().min(1, "required"),
  password: z.string().min(1, "required"),
});

type Mistakes = { username?: "usernameNotYours"; password?: WrongPassword };

/**
 * The viewer leaves: nobody sees them or their posts any more, all their sessions are over, and seven days later the
 * account is removed. Answers what was wrong with the form instead, and then nothing has happened.
 */
export async function leave(
  viewer: Viewer,
  { username, password }: z.infer<typeof Farewell>,
  origin: Origin,
): Promise<Mistakes | null> {
  const wrong = await checkPassword(viewer, password, origin);
  const mistakes: Mistakes = {
    ...(usernameKey(username) === usernameKey(viewer.username) ? {} : { username: "usernameNotYours" }),
    ...(wrong ? { password: wrong } : {}),
  };
  if (mistakes.username || mistakes.password) return mistakes;

  await transact(async (tx) => {
    await depart(tx, viewer.id, DAYS_TO_RETURN);
    await announce(tx, viewer.id, "deletionAsked", origin);
  });
  jobsWaiting();
  return null;
}

/**
 * Has an account deleted that its owner did not ask to delete. They are told, and can come back like everyone, unless they
 * are suspended. False when it is on its way out already.
 */
export async function sendAway(person: number, origin: Origin): Promise<boolean> {
  const sent = await transact(async (tx) => {
    const here = and(eq(users.id, person), isNull(users.leavesAt));
    const [account] = await tx.select({ id: users.id }).from(users).where(here).for("update");
    if (account === undefined) return false;
    await depart(tx, person, DAYS_TO_RETURN);
    await noteSecurityEvent(tx, person, "deletionAsked", origin);
    await enqueue(tx, "mail", { message: "deletion-ordered", userId: person, data: {} });
    return true;
  });
  jobsWaiting();
  return sent;
}

/** Removes an account at once, with all of it. Nobody is told: what could be is gone. */
export async function removeNow(person: number): Promise<void> {
  await transact((tx) => depart(tx, person, 0));
  await removeAccount(person, async () => {});
}

async function depart(tx: Transaction, person: number, days: number): Promise<void> {
  const leavesAt = sql`utc_timestamp(3) + interval ${days} day`;
  await tx.update(users).set({ leavesAt, hidden: true }).where(eq(users.id, person));
  await tx.delete(sessions).where(eq(sessions.userId, person));
  await tx.delete(tokens).where(eq(tokens.userId, person));
  await enqueue(tx, "index-person", { personId: person });
}

/** Whoever has signed in and was leaving stays, and is seen again. False for everyone else. */
export async function stay(person: number, origin: Origin): Promise<boolean> {
  return transact(async (tx) => {
    const leaving = and(eq(users.id, person), isNotNull(users.leavesAt), ne(users.passwordHash, ERASED));
    const hidden = sql`${users.suspendedAt} is not null`;
    const [{ affectedRows }] = await tx.update(users).set({ leavesAt: null, hidden }).where(leaving);
    if (affectedRows === 0) return false;
    await enqueue(tx, "index-person", { personId: person });
    await announce(tx, person, "deletionUndone", origin);
    return true;
  });
}

/** Has the accounts removed whose seven days are over. */
export async function removeThoseWhoLeft(): Promise<void> {
  const due = await db
    .select({ id: users.id })
    .from(users)
    .where(lte(users.leavesAt, sql`utc_timestamp(3)`))
    .limit(100);
  for (const { id } of due)
    await transact((tx) => enqueue(tx, "remove-account", { userId: id }, { key: `remove-account:${id}` }));
  if (due.length > 0) jobsWaiting();
}

/** No password has this hash. */
const ERASED = "";

/**
 * Removes an account whose time is over: first all that could sign in or name the person, at once, then what they did, in
 * batches, and at last their row. Can be interrupted anywhere and goes on when run again. `between` is called between
 * batches.
 */
export async function removeAccount(person: number, between: () => Promise<void>): Promise<void> {
  if (!(await erase(person))) return;
  for (const step of [removeFollows, removeTalks, removePosts]) await step(person, between);
  await transact(async (tx) => {
    await tx.delete(users).where(eq(users.id, person));
    await enqueue(tx, "index-person", { personId: person });
  });
}

/** From here on there is no way back. False when the account is not due, or gone. */
async function erase(person: number): Promise<boolean> {
  return transact(async (tx) => {
    const due = and(eq(users.id, person), lte(users.leavesAt, sql`utc_timestamp(3)`));
    const [account] = await tx.select({ id: users.id }).from(users).where(due).for("update");
    if (account === undefined) return false;
    await sealUsernames(tx, person);
    await tx.update(users).set(NOBODY).where(eq(users.id, person));
    await removeBelongings(tx, person);
    return true;
  });
}

const NOBODY = {
  ...{ username: "", name: "", about: "", email: null, emailKey: null, emailConfirmedAt: null },
  ...{ passwordHash: ERASED, avatar: null, locale: null, admin: false, suspendedFor: null },
};
