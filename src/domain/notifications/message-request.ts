import type { Transaction } from "../../../db/client.ts";
import type { NotifiedEvent } from "./kinds.ts";

/** Somebody whom the recipient does not know has written for the first time. */
export const messageRequest = {
  recipients: async (_: Transaction, { recipientId = 0 }: NotifiedEvent) => [recipientId],
  subject: null,
  grouped: false,
  ownMail: false,
};
