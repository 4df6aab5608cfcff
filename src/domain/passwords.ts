import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { z } from "zod";

/** argon2id with OWASP's smallest memory, about 40 ms. Bun hashes on threads of its own. */
const ARGON2 = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

/** Each hash fills a core and 19 MB: a crowd of sign-ins waits in line instead of taking the machine. */
const oneAtATimePerCore = pLimit(availableParallelism());

const LEAST_BYTES = 8;
const MOST_BYTES = 1024;

/** A new password: its length in bytes of UTF-8. Spaces, pasted passphrases and every script are welcome. */
export const NewPassword = z
  .string()
  .refine((password) => Buffer.byteLength(password) >= LEAST_BYTES, "passwordTooShort")
  .refine((password) => Buffer.byteLength(password) <= MOST_BYTES, "passwordTooLong");

export const hashPassword = (password: string): Promise<string> =>
  oneAtATimePerCore(() => Bun.password.hash(password, ARGON2));

/** Checks a password against a hash. Takes as long for `undefined` (nobody there) as for a wrong password. */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const known = hash ?? (await nobodysHash);
  const right = await oneAtATimePerCore(() => Bun.password.verify(password.slice(0, MOST_BYTES), known));
  return right && hash !== undefined && password.length <= MOST_BYTES;
}

const nobodysHash = hashPassword(crypto.randomUUID());
