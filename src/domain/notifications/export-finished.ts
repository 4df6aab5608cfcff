import type { Transaction } from "../../../db/client.ts";
import type { NotifiedEvent } from "./kinds.ts";

/** The file of everything the recipient wrote is ready. The subject is the export. */
export const exportFinished = {
  recipients: async (_: Transaction, { recipientId = 0 }: NotifiedEvent) => [recipientId],
  subject: null,
  grouped: false,
  ownMail: false,
};
