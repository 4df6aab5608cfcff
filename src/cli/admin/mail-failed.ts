import { failedMail } from "../../domain/mail.ts";
import type { Task } from "./task.ts";

export const mailFailed: Task = {
  usage: "mail failed",
  about: "Lists the mails that were refused or given up: when, to whom, why.",
  examples: ["mail failed --json"],

  async run() {
    const mails = await failedMail();
    const lines = mails.map(
      ({ failedAt, message, username, reason }) =>
        `${failedAt?.toISOString()}  ${message} to ${username ?? "somebody who is gone"}: ${reason}`,
    );
    return {
      data: { mails },
      text: lines.join("\n") || "Every mail was sent, or waits for its next try.",
    };
  },
};
