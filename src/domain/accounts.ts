import { eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "../../db/client.ts";
import { isDuplicate } from "../../db/faults.ts";
import { homeReaders, usernames, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { newId } from "./ids.ts";
import { hashPassword, NewPassword, verifyPassword } from "./passwords.ts";
import { isReserved, takeUsername, Username, usernameKey } from "./usernames.ts";

const Email = z
  .string()
  .trim()
  .min(1, "required")
  .max(254, "emailInvalid")
  .pipe(z.email({ pattern: z.regexes.unicodeEmail, error: "emailInvalid" }));

/** The registration form. */
export const Registration = z
  .object({ username: Username, email: Email, password: NewPassword, passwordConfirm: z.string() })
  .refine((form) => form.password === form.passwordConfirm, {
    path: ["passwordConfirm"],
    error: "passwordsDiffer",
  })
  .refine((form) => usernameKey(form.username) !== form.password.toLowerCase(), {
    path: ["password"],
    error: "passwordIsUsername",
  })
  .refine((form) => !isReserved(form.username), { path: ["username"], error: "usernameReserved" });

/** An account as the admin makes it: no address needed, and reserved names are theirs to give. */
export const AdminsAccount = z.object({ username: Username, email: Email.nullable(), password: NewPassword });

/** The sign-in form; `username` may be the address too. */
export const Credentials = z.object({
  username: z.string().trim().min(1, "required"),
  password: z.string().min(1, "required"),
  remember: z.string().optional(),
});

type Account = { username: string; email: string | null; password: string; name?: string; admin?: boolean };
type Taken = { username?: "usernameTaken"; email?: "emailTaken" };

/** Makes an account and answers its id, or says what of it is taken. */
export async function signUp(account: Account): Promise<{ id: number } | { taken: Taken }> {
  const passwordHash = await hashPassword(account.password);
  try {
    const id = await transact((tx) => createAccount(tx, account, passwordHash));
    jobsWaiting();
    return { id };
  } catch (error) {
    if (error instanceof AccountTaken) return { taken: error.taken };
    if (isDuplicate(error)) return { taken: { email: "emailTaken" } };
    throw error;
  }
}

async function createAccount(tx: Transaction, account: Account, passwordHash: string): Promise<number> {
  const { username, email, name = "", admin = false } = account;
  const id = newId();
  const key = email && emailKey(email);
  const sameEmail = key ? await tx.select({ id: users.id }).from(users).where(eq(users.emailKey, key)) : [];
  const taken: Taken = {
    ...((await takeUsername(tx, username, id)) ? {} : { username: "usernameTaken" }),
    ...(sameEmail.length > 0 ? { email: "emailTaken" } : {}),
  };
  if (taken.username || taken.email) throw new AccountTaken(taken);

  const now = new Date();
  await tx.insert(users).values({
    ...{ id, username, email, name, admin, passwordHash },
    ...{ emailKey: key, about: "", createdAt: now, lastSeenAt: now },
  });
  // Whoever is new follows nobody and wrote nothing: an empty home is a complete one.
  await tx.insert(homeReaders).values({ readerId: id, floor: 0 });
  await enqueue(tx, "index-person", { personId: id });
  return id;
}

/** Ends the transaction of a registration that cannot be. */
class AccountTaken extends Error {
  constructor(readonly taken: Taken) {
    super("taken");
  }
}

/** The id of the person with this user name (a former one too) or address and this password, or null. */
export async function authenticate(login: string, password: string): Promise<number | null> {
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
  return (await verifyPassword(password, account?.passwordHash)) && account ? account.id : null;
}

const secret = { id: users.id, passwordHash: users.passwordHash };

const emailKey = (email: string) => email.normalize("NFC").toLowerCase();
