import { eq } from "drizzle-orm";
import { LetterPage, letterText } from "../../components/mail/letter.tsx";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { dictionaries } from "../../locales/dictionary.ts";
import { isLocale } from "../../locales/i18n-util.js";
import { mailWorks } from "../domain/mail.ts";
import { siteAddress } from "../domain/site.ts";
import { env } from "../env.ts";
import type { Letter, Message, Recipient } from "./letter.ts";
import { type Mail, messages } from "./messages.ts";
import { deliver } from "./transport.ts";

/**
 * Writes a mail and hands it to the mail server. Dropped where there is no mail (any more), and when the person or the
 * reason for it is gone. `id`: the same at every try, so that a receiver who took it already can tell.
 */
export async function sendMail({ message, userId, data }: Mail, id: number): Promise<void> {
  const recipient = userId !== null && mailWorks() ? await findRecipient(userId) : null;
  if (recipient === null) return;
  const letter = await (messages[message] as Message<unknown>)(recipient, data);
  const to = letter?.to ?? recipient.email;
  if (letter && to) await post(recipient, to, letter, id);
}

async function findRecipient(id: number): Promise<Recipient | null> {
  const { username, email, newEmail, locale } = users;
  const [person] = await db.select({ username, email, newEmail, locale }).from(users).where(eq(users.id, id));
  if (person === undefined) return null;
  const known = person.locale !== null && isLocale(person.locale) ? person.locale : env.SITE_LANGUAGE;
  return { ...person, id, locale: known, LL: dictionaries[known] };
}

async function post(recipient: Recipient, to: string, letter: Letter, id: number) {
  const { username, locale, LL } = recipient;
  const parts = { letter, username, locale, LL, site: { name: env.SITE_NAME, address: siteAddress() } };
  await deliver({
    ...{ id, to },
    subject: letter.subject,
    text: letterText(parts),
    html: String(<LetterPage {...parts} />),
    link: letter.link?.path ?? null,
    unsubscribe: letter.unsubscribe && siteAddress() + letter.unsubscribe.path,
  });
}
