import { findAccount } from "../../domain/accounts.ts";
import { findMember } from "../../domain/members.ts";
import { Complaint } from "../command.ts";

/** As it stands in the person's list of security events. */
export const BY_ADMIN = { address: "", userAgent: "bun run admin" };

/** The person of this user name or address. Throws a sentence when there is none. */
export async function whoIs(login: string) {
  const account = await findAccount(login);
  const member = account && (await findMember(account.id));
  if (!member) throw new Complaint(`There is nobody called ${login}.`);
  return member;
}
