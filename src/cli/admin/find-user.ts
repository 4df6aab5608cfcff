import { findAccount } from "../../domain/accounts.ts";
import { Complaint } from "../command.ts";

/** The id of the person whose user name or address was typed. */
export async function idOf(login: string): Promise<number> {
  const account = await findAccount(login);
  if (account === undefined) throw new Complaint(`There is no account ${login}.`);
  return account.id;
}
