import type { Transaction } from "../../../db/client.ts";
import type { NotifiedEvent } from "./kinds.ts";

/** Something happened to the recipient's account. The subject is its line in the security log. */
export const securityEvent = {
  recipients: async (_: Transaction, { recipientId = 0 }: NotifiedEvent) => [recipientId],
  subject: "securityEvent" as const,
  grouped: false,
  ownMail: true,
};
