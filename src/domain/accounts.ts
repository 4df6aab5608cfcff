import { eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "../../db/client.ts";
import { isDuplicate } from "../../db/faults.ts";
import { homeReaders, usernames, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { Email, emailKey, isTaken } from "./addresses.ts";
import { newId } from "./ids.ts";
import { mailWorks } from "./mail.ts";
import { isThrowAway } from "./mail-domains.ts";
import {
  hashPassword,
  NewPassword,
  newPasswordFields,
  samePassword,
  verifyPassword,
  weaknessOf,
} from "./passwords.ts";
import { isReserved, takeUsername, Username, usernameKey } from "./usernames.ts";

/** The registration form. */
export const Registration = z
  .object({ username: Username, email: Email, ...newPasswordFields })
  .refine(...samePassword)
  .refine((form) => !isReserved(form.username), { path: ["username"], error: "usernameReserved" });

/** An account as the admin makes it: no address needed, and reserved names are theirs to give. */
export const AdminsAccount = z.object({ username: Username, email: Email.nullable(), password: NewPassword });

/** The sign-in form; `username` may be the address too. */
export const Credentials = z.object({
  username: z.string().trim().min(1, "required"),
  password: z.string().min(1, "required"),
  remember: z.string().optional(),
});

interface Account {
  username: string;
  email: string | null;
  password: string;
  name?: string;
  admin?: boolean;
}

interface Problems {
  username?: "usernameTaken";
  email?: "emailTaken" | "emailThrowAway";
  password?: NonNullable<Awaited<ReturnType<typeof weaknessOf>>>;
}

/**
 * Makes the account of somebody who came by themselves and answers its id, or says what it cannot be. Where there is
 * mail, they are sent a link to confirm their address; where there is none, nobody asks, and it counts as confirmed.
 */
export async function register(account: Account & { email: string }) {
  if (await isThrowAway(account.email)) return { problems: { email: "emailThrowAway" } satisfies Problems };
  const made = await makeAccount(account, { confirmed: !mailWorks() });
  jobsWaiting();
  return made;
}

/** The same for somebody the admin vouches for: the address counts as confirmed. */
export const signUp = (account: Account) => makeAccount(account, { confirmed: true });

async function makeAccount(
  account: Account,
  { confirmed }: { confirmed: boolean },
): Promise<{ id: number } | { problems: Problems }> {
  const password = await weaknessOf(account.password, account);
  if (password) return { problems: { password } };
  const passwordHash = await hashPassword(account.password);
  try {
    return { id: await transact((tx) => writeAccount(tx, account, { passwordHash, confirmed })) };
  } catch (error) {
    if (error instanceof AccountTaken) return { problems: error.problems };
    if (isDuplicate(error)) return { problems: { email: "emailTaken" } };
    throw error;
  }
}

async function writeAccount(
  tx: Transaction,
  account: Account,
  { passwordHash, confirmed }: { passwordHash: string; confirmed: boolean },
): Promise<number> {
  const { username, email, name = "", admin = false } = account;
  const id = newId();
  const problems: Problems = {
    ...((await takeUsername(tx, username, id)) ? {} : { username: "usernameTaken" }),
    ...(email && (await isTaken(tx, email)) ? { email: "emailTaken" } : {}),
  };
  if (problems.username || problems.email) throw new AccountTaken(problems);

  const now = new Date();
  await tx.insert(users).values({
    ...{ id, username, email, name, admin, passwordHash, about: "" },
    ...{ emailKey: email && emailKey(email), emailConfirmedAt: confirmed ? now : null },
    ...{ createdAt: now, lastSeenAt: now },
  });
  // Whoever is new follows nobody and wrote nothing: an empty home is a complete one.
  await tx.insert(homeReaders).values({ readerId: id, floor: 0 });
  if (!confirmed) await enqueue(tx, "mail", { message: "confirm-email", userId: id, data: {} });
  return id;
}

/** Ends the transaction of a registration that cannot be. */
class AccountTaken extends Error {
  constructor(readonly problems: Problems) {
    super("taken");
  }
}

/** The id of the person with this user name (a former one too) or address and this password, or null. */
export async function authenticate(login: string, password: string): Promise<number | null> {
  const account = await findAccount(login);
  return (await verifyPassword(password, account?.passwordHash)) && account ? account.id : null;
}

/** Whose user name (a former one too) or address this is. */
export async function findAccount(login: string) {
  const [account] = login.includes("@")
    ? await db
        .select(secret)
        .from(users)
        .where(eq(users.emailKey, emailKey(login)))
    : await db
        .select(secret)
        .from(usernames)
        .innerJoin(users, eq(users.id, usernames.userId))
        .where(eq(usernames.key, usernameKey(login)));
  return account;
}

const secret = { id: users.id, passwordHash: users.passwordHash };
