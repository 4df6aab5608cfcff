import type { Letter, Recipient } from "./letter.ts";

/** Tells the present address that another one is to take its place. */
export async function emailChangeAsked(
  { newEmail, LL }: Recipient,
  _: Record<string, never>,
): Promise<Letter | null> {
  if (newEmail === null) return null;
  const texts = LL.mail.emailChangeAsked;
  return {
    subject: texts.subject(),
    opening: [texts.opening({ address: newEmail })],
    link: { label: LL.mail.toAccount(), path: "/settings/account" },
    closing: [texts.notYou()],
  };
}
