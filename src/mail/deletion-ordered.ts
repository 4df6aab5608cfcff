import { DAYS_TO_RETURN } from "../domain/leaving.ts";
import { findSuspension } from "../domain/suspension.ts";
import type { Letter, Recipient } from "./letter.ts";

/** Tells a person that whoever runs the site has their account deleted; how to keep it, unless they are suspended. */
export async function deletionOrdered(
  { id, LL }: Recipient,
  _: Record<string, never>,
): Promise<Letter | null> {
  const texts = LL.mail.deletionOrdered;
  const opening = texts.opening({ days: DAYS_TO_RETURN });
  if ((await findSuspension(id)) !== null)
    return { subject: texts.subject(), opening: [opening], closing: [texts.mistake()] };
  return {
    subject: texts.subject(),
    opening: [opening, texts.keep()],
    link: { label: LL.layout.signIn(), path: "/login" },
    closing: [texts.mistake()],
  };
}
