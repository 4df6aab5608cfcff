import { db } from "../../db/client.ts";
import { issueToken } from "../domain/tokens.ts";
import type { Letter, Recipient } from "./letter.ts";

/** The way to a new password. */
export async function passwordReset(
  { id, email, LL }: Recipient,
  _: Record<string, never>,
): Promise<Letter | null> {
  if (email === null) return null;
  const texts = LL.mail.passwordReset;
  return {
    subject: texts.subject(),
    opening: [texts.opening()],
    link: {
      label: texts.link(),
      path: `/password-reset/${await issueToken(db, "password-reset", id, email)}`,
    },
    closing: [texts.lasts(), texts.notYou()],
  };
}
