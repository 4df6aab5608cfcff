import { resetTokenFor } from "../../domain/new-passwords.ts";
import { siteAddress } from "../../domain/site.ts";
import { Complaint } from "../command.ts";
import type { Task } from "./task.ts";

export const resetLink: Task = {
  usage: "reset-link NAME",
  about: "Prints a link that leads this person to a new password. It works once, for 10 minutes.",
  examples: ["reset-link ada"],

  async run([username = ""]) {
    const token = await resetTokenFor(username);
    if (token === null) throw new Complaint(`There is nobody called ${username}.`);
    const link = `${siteAddress()}/password-reset/${token}`;
    return {
      data: { username, link, minutes: 10 },
      text: `${link}
It works once, for 10 minutes. Whoever has it can take over the account: give it to its owner only.`,
    };
  },
};
