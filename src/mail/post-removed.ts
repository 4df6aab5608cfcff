import type { Letter, Recipient } from "./letter.ts";

/** Tells a person that a post of theirs was removed, and why in the words of whoever runs the site. Nothing of the post. */
export async function postRemoved({ LL }: Recipient, { reason }: { reason: string }): Promise<Letter | null> {
  const texts = LL.mail.postRemoved;
  return {
    subject: texts.subject(),
    opening: [texts.opening(), texts.reason(), reason],
    closing: [texts.mistake()],
  };
}
