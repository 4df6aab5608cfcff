import { linesOf } from "../../components/notifications/lines.ts";
import { digestOf, type Span } from "../domain/digests.ts";
import { unsubscribePath } from "../domain/unsubscribe.ts";
import type { Letter, Recipient } from "./letter.ts";

/** Tells a person what is new among their notifications; nothing when they have read it all meanwhile. */
export async function digest({ id, LL }: Recipient, span: Span): Promise<Letter | null> {
  const lines = linesOf(await digestOf(id, span), LL);
  if (lines.length === 0) return null;
  const texts = LL.mail.digest;
  return {
    subject: texts.subject(),
    opening: [texts.opening(), ...lines],
    link: { label: texts.link(), path: "/notifications" },
    closing: [texts.why()],
    unsubscribe: { label: texts.unsubscribe(), path: await unsubscribePath(id) },
  };
}
