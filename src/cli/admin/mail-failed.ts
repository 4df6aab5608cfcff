import { failedMail } from "../../domain/mail.ts";

/** `mail failed`: lists the mails that were refused or given up. */
export async function listFailedMail() {
  const mails = await failedMail();
  for (const { failedAt, message, username, reason } of mails) {
    console.log(`${failedAt?.toISOString()}  ${message} to ${username ?? "somebody who is gone"}: ${reason}`);
  }
  if (mails.length === 0) console.log("Every mail was sent, or waits for its next try.");
}
