import { findSuspension } from "../domain/suspension.ts";
import type { Letter, Recipient } from "./letter.ts";

/** Tells a person that they are suspended, and why in the words of whoever runs the site. */
export async function suspended({ id, LL }: Recipient, _: Record<string, never>): Promise<Letter | null> {
  const suspension = await findSuspension(id);
  if (suspension === null) return null;
  const texts = LL.mail.suspended;
  return {
    subject: texts.subject(),
    opening: [texts.opening(), texts.reason(), suspension.reason],
    closing: [texts.mistake()],
  };
}
