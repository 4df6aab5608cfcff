import { findSuspension } from "../domain/suspension.ts";
import type { Letter, Recipient } from "./letter.ts";

/** Tells a person that they are no longer suspended. */
export async function unsuspended({ id, LL }: Recipient, _: Record<string, never>): Promise<Letter | null> {
  if ((await findSuspension(id)) !== null) return null;
  const texts = LL.mail.unsuspended;
  return {
    subject: texts.subject(),
    opening: [texts.opening()],
    link: { label: LL.layout.signIn(), path: "/login" },
    closing: [],
  };
}
