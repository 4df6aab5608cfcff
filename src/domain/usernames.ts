import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "../../db/client.ts";
import { usernames } from "../../db/schema.ts";
import { keptKey } from "./kept-key.ts";

/** User names are compared without case. */
export const usernameKey = (username: string) => username.toLowerCase();

/** Names that would mislead, or that an address of ours may need one day. */
const RESERVED = new Set(
  `about abuse account accounts admin administrator all anonymous api app assets auth avatars blog bot confirm_email
  contact dev docs everyone explore favicon feed feeds follow followers following guest help here home hostmaster info
  language livez login logout mail me media messages metrics microblog mod moderator name new news nobody noreply
  notifications null official owner password_reset people policy post postmaster posts privacy readyz register root
  rules search security sessions settings signin signout signup staff static status support system team terms test
  undefined uploads user username users verify webmaster well_known www you`.split(/\s+/),
);

/** A user name as it may be chosen: 1–30 of a–z A–Z 0–9 _. */
export const Username = z
  .string()
  .trim()
  .min(1, "required")
  .regex(/^[A-Za-z0-9_]{1,30}$/, "usernameInvalid");

export const isReserved = (username: string) => RESERVED.has(usernameKey(username));

/** Gives the name to a person, for good. False when it is, or once was, another's. */
export async function takeUsername(tx: Transaction, username: string, userId: number): Promise<boolean> {
  const key = usernameKey(username);
  const [{ affectedRows }] = await tx.insert(usernames).ignore().values({ key, userId });
  if (affectedRows === 1 && (await isSealed(tx, key))) {
    await tx.delete(usernames).where(eq(usernames.key, key));
    return false;
  }
  if (affectedRows === 1) return true;
  const [owner] = await tx.select({ id: usernames.userId }).from(usernames).where(eq(usernames.key, key));
  return owner?.id === userId;
}

/**
 * The names of someone who is no longer here, former ones too: nobody gets them and nobody can read them. What remains is
 * their HMAC, under a letter that no name begins with. It is asked for after a name is taken: while the names are being
 * sealed, whoever takes one waits for this transaction and then finds the seal.
 */
export async function sealUsernames(tx: Transaction, person: number): Promise<void> {
  const names = await tx.select({ key: usernames.key }).from(usernames).where(eq(usernames.userId, person));
  for (const { key } of names) {
    await tx
      .insert(usernames)
      .ignore()
      .values({ key: await seal(key), userId: NOBODY });
    await tx.delete(usernames).where(eq(usernames.key, key));
  }
}

/** Owns the names of those who left. No id is 0. */
const NOBODY = 0;

async function isSealed(tx: Transaction, key: string): Promise<boolean> {
  const sealed = eq(usernames.key, await seal(key));
  return (await tx.select({ id: usernames.userId }).from(usernames).where(sealed)).length > 0;
}

/** Made with a key of its own that stays, so that a new `SECRET_KEY` sets no name free. */
async function seal(key: string): Promise<string> {
  const hmac = createHmac("sha256", await keptKey("username-seal")).update(key);
  return `#${hmac.digest("base64url").slice(0, 29)}`;
}
