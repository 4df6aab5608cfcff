import { domainToASCII } from "node:url";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../db/client.ts";
import { users } from "../../db/schema.ts";

const MOST = 254;

/**
 * One mailbox: letters and digits of any script, and no character that in a header would begin a comment, a second
 * address or another line.
 */
const MAILBOX = /^[^\s@"(),:;<>[\]\\\p{C}\p{Z}]{1,64}@(?!\.|-)(?!.*(\.\.|\.$))[\p{L}\p{M}\p{N}.-]{1,253}$/u;

export const isMailbox = (email: string) => email.length <= MOST && MAILBOX.test(email);

/** An address as it is typed into a form. */
export const Email = z
  .string()
  .trim()
  .min(1, "required")
  .refine((email) => isMailbox(email) && emailKey(email).length <= MOST, "emailInvalid");

/** What two spellings of an address have in common: composed, in lower case, its domain as the DNS writes it. */
export function emailKey(email: string): string {
  const folded = email.normalize("NFC").toLowerCase();
  const domain = domainOf(folded);
  return folded.slice(0, folded.length - domain.length) + (domainToASCII(domain) || domain);
}

export const domainOf = (email: string) => email.slice(email.lastIndexOf("@") + 1);

/** Whether somebody but `person` has this address. */
export async function isTaken(tx: Database, email: string, person?: number): Promise<boolean> {
  const [owner] = await tx
    .select({ id: users.id })
    .from(users)
    .where(eq(users.emailKey, emailKey(email)));
  return owner !== undefined && owner.id !== person;
}
