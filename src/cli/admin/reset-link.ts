import { resetTokenFor } from "../../domain/new-passwords.ts";
import { siteAddress } from "../../domain/site.ts";
import type { Task } from "./task.ts";
import { whoIs } from "./who.ts";

export const resetLink: Task = {
  usage: "reset-link USER",
  about: "Prints a link that leads this person to a new password. It works once, for 10 minutes.",
  examples: ["reset-link ada"],

  async run([login = ""]) {
    const { id, username } = await whoIs(login);
    const token = await resetTokenFor(id);
    const link = `${siteAddress()}/password-reset/${token}`;
    return {
      data: { username, link, minutes: 10 },
      text: `${link}
It works once, for 10 minutes. Whoever has it can take over the account: give it to its owner only.`,
    };
  },
};
