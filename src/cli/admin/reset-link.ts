import { resetTokenFor } from "../../domain/new-passwords.ts";
import { siteAddress } from "../../domain/site.ts";
import { Complaint } from "../command.ts";

/** `reset-link NAME`: prints a link to a new password, for the admin to hand over. */
export async function printResetLink([username = ""]: string[]) {
  const token = await resetTokenFor(username);
  if (token === null) throw new Complaint(`There is nobody called ${username}.`);
  console.log(`${siteAddress()}/password-reset/${token}`);
  console.log(
    "It works once, for 10 minutes. Whoever has it can take over the account: give it to its owner only.",
  );
}
