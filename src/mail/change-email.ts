import { db } from "../../db/client.ts";
import { issueToken } from "../domain/tokens.ts";
import type { Letter, Recipient } from "./letter.ts";

/** Asks whoever reads a person's new address to confirm it. */
export async function changeEmail(
  { id, newEmail, LL }: Recipient,
  _: Record<string, never>,
): Promise<Letter | null> {
  if (newEmail === null) return null;
  const texts = LL.mail.changeEmail;
  return {
    to: newEmail,
    subject: texts.subject(),
    opening: [texts.opening()],
    link: {
      label: texts.link(),
      path: `/confirm-email/${await issueToken(db, "change-email", id, newEmail)}`,
    },
    closing: [texts.lasts(), texts.notYou()],
  };
}
