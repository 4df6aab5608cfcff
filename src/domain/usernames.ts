import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "../../db/client.ts";
import { usernames } from "../../db/schema.ts";

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
  if (affectedRows === 1) return true;
  const [owner] = await tx.select({ id: usernames.userId }).from(usernames).where(eq(usernames.key, key));
  return owner?.id === userId;
}
