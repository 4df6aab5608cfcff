import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "../../db/client.ts";
import { isDuplicate } from "../../db/faults.ts";
import { users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { Email, emailKey, isTaken } from "./addresses.ts";
import { mailWorks } from "./mail.ts";
import { isThrowAway } from "./mail-domains.ts";
import type { Viewer } from "./people.ts";
import { checkPassword, type WrongPassword } from "./proofs.ts";
import { announce, type Origin } from "./security-events.ts";
import { revokeTokens } from "./tokens.ts";

/** The form that changes the address. */
export const EmailChange = z.object({ email: Email, currentPassword: z.string().min(1, "required") });

type EmailProblem =
  | { email: "emailTaken" | "emailThrowAway" | "emailSame" }
  | { currentPassword: WrongPassword };

/** The viewer's address, and the one that waits to be confirmed in its place. */
export async function findAddresses(viewer: Pick<Viewer, "id">) {
  const [row] = await db
    .select({ email: users.email, newEmail: users.newEmail })
    .from(users)
    .where(eq(users.id, viewer.id));
  return row ?? { email: null, newEmail: null };
}

/**
 * Has the viewer's address changed: the new one is sent a link that confirms it, the present one is told. Where there is
 * no mail, nothing can be confirmed, and it changes at once. Answers how far it is, or what is wrong.
 */
export async function changeEmail(
  viewer: Viewer,
  { email, currentPassword }: z.infer<typeof EmailChange>,
  origin: Origin,
): Promise<"asked" | "changed" | EmailProblem> {
  const [account] = await db.select({ emailKey: users.emailKey }).from(users).where(eq(users.id, viewer.id));
  const wrong = await checkPassword(viewer, currentPassword, origin);
  if (wrong) return { currentPassword: wrong };
  if (account?.emailKey === emailKey(email)) return { email: "emailSame" };
  if (await isThrowAway(email)) return { email: "emailThrowAway" };
  if (await isTaken(db, email, viewer.id)) return { email: "emailTaken" };
  return mailWorks() ? ask(viewer, email) : changeAtOnce(viewer, email, origin);
}

/** Forgets the address that waits to be confirmed; its link is dead. */
export async function forgetNewEmail(viewer: Viewer): Promise<void> {
  await transact(async (tx) => {
    await tx.update(users).set({ newEmail: null }).where(eq(users.id, viewer.id));
    await revokeTokens(tx, "change-email", viewer.id);
  });
}

/** An address that was never confirmed may be a stranger's, who has nothing to do with this. */
async function ask(viewer: Viewer, email: string): Promise<"asked"> {
  const userId = viewer.id;
  await transact(async (tx) => {
    await tx.update(users).set({ newEmail: email }).where(eq(users.id, userId));
    await revokeTokens(tx, "change-email", userId);
    if (viewer.emailConfirmedAt !== null)
      await enqueue(tx, "mail", { message: "email-change-asked", userId, data: {} });
    await enqueue(tx, "mail", { message: "change-email", userId, data: {} });
  });
  jobsWaiting();
  return "asked";
}

async function changeAtOnce(viewer: Viewer, email: string, origin: Origin) {
  try {
    await transact(async (tx) => {
      await tx
        .update(users)
        .set({ email, emailKey: emailKey(email), emailConfirmedAt: new Date(), newEmail: null })
        .where(eq(users.id, viewer.id));
      await announce(tx, viewer.id, "emailChanged", origin);
    });
    return "changed" as const;
  } catch (error) {
    if (isDuplicate(error)) return { email: "emailTaken" as const };
    throw error;
  }
}
