import { vouchFor } from "../../domain/confirmation.ts";
import type { Task } from "./task.ts";
import { BY_ADMIN, whoIs } from "./who.ts";

export const userConfirm: Task = {
  usage: "user confirm USER",
  about: "Confirms a person's address in their place, such as when the mail with the link does not arrive.",
  examples: ["user confirm ada"],

  async run([login = ""]) {
    const { id, username, email } = await whoIs(login);
    const changed = await vouchFor(id, BY_ADMIN);
    const already = email === null ? `${username} has no address.` : `${email} is confirmed already.`;
    return {
      data: { id, username, email, changed },
      text: changed ? `${email} is the confirmed address of ${username}.` : already,
    };
  },
};
