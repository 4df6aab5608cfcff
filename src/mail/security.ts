import type { Translation } from "../../locales/i18n-types.js";
import type { SecurityEvent } from "../domain/security-events.ts";
import type { Letter, Recipient } from "./letter.ts";

/** What is told by mail: those of the security events that have their words in `mail.security.events`. */
export type ToldEvent = SecurityEvent & keyof Translation["mail"]["security"]["events"];

/** Tells a person what happened to their account, and what to do if it was not them. */
export async function security({ LL }: Recipient, { event }: { event: ToldEvent }): Promise<Letter | null> {
  const texts = LL.mail.security;
  return {
    subject: texts.subject(),
    opening: [texts.events[event](), texts.wasYou()],
    link: { label: LL.mail.toAccount(), path: "/settings/account" },
    closing: [texts.notYou()],
  };
}
