import { db } from "../../db/client.ts";
import { issueToken } from "../domain/tokens.ts";
import type { Letter, Recipient } from "./letter.ts";

/** Asks a newcomer to confirm their address. */
export async function confirmEmail(
  { id, email, LL }: Recipient,
  _: Record<string, never>,
): Promise<Letter | null> {
  if (email === null) return null;
  const texts = LL.mail.confirmEmail;
  return {
    subject: texts.subject(),
    opening: [texts.opening()],
    link: { label: texts.link(), path: `/confirm-email/${await issueToken(db, "confirm-email", id, email)}` },
    closing: [texts.lasts(), texts.notYou()],
  };
}
