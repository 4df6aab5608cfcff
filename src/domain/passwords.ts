import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { z } from "zod";

/** argon2id with OWASP's smallest memory, about 40 ms. Bun hashes on threads of its own. */
const ARGON2 = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

/** Each hash fills a core and 19 MB: a crowd of sign-ins waits in line instead of taking the machine. */
const oneAtATimePerCore = pLimit(availableParallelism());

const LEAST_CHARACTERS = 8;
const MOST_BYTES = 1024;
const COMMON = 10_000;

/** A new password by its length. Spaces, pasted passphrases and every script are welcome. See also `weaknessOf`. */
export const NewPassword = z
  .string()
  .refine((password) => Buffer.byteLength(password) <= MOST_BYTES, { error: "passwordTooLong", abort: true })
  .refine((password) => [...password].length >= LEAST_CHARACTERS, "passwordTooShort");

/** The two fields in which a new password is typed. */
export const newPasswordFields = { password: NewPassword, passwordConfirm: z.string() };

/** For schemas with these fields: that both say the same. */
export const samePassword: [check: (form: NewPasswordForm) => boolean, { path: string[]; error: string }] = [
  (form) => form.password === form.passwordConfirm,
  { path: ["passwordConfirm"], error: "passwordsDiffer" },
];

interface NewPasswordForm {
  password: string;
  passwordConfirm: string;
}

/**
 * What makes a password easy to guess for this account, or null: that it is the user name or the address, or among the
 * 10,000 most common ones, in whatever case.
 */
export async function weaknessOf(
  password: string,
  { username, email }: { username: string; email: string | null },
): Promise<"passwordIsUsername" | "passwordIsEmail" | "passwordCommon" | null> {
  const folded = password.toLowerCase();
  const address = email?.toLowerCase();
  if (folded === username.toLowerCase()) return "passwordIsUsername";
  if (address !== undefined && [address, address.replace(/@.*/s, "")].includes(folded))
    return "passwordIsEmail";
  return (await commonPasswords()).has(folded) ? "passwordCommon" : null;
}

let common: Promise<Set<string>> | undefined;

/** Read when somebody first chooses a password: the list takes 16 MB, which a process without newcomers can do without. */
function commonPasswords(): Promise<Set<string>> {
  common ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set(dictionary["passwords-common"].slice(0, COMMON)),
  );
  return common;
}

export const hashPassword = (password: string): Promise<string> =>
  oneAtATimePerCore(() => Bun.password.hash(password, ARGON2));

/** Checks a password against a hash. Takes as long for `undefined` (nobody there) as for a wrong password. */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const known = hash ?? (await nobodysHash);
  const right = await oneAtATimePerCore(() => Bun.password.verify(password.slice(0, MOST_BYTES), known));
  return right && hash !== undefined && password.length <= MOST_BYTES;
}

const nobodysHash = hashPassword(crypto.randomUUID());
