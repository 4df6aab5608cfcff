import type { Locales, TranslationFunctions } from "../../locales/i18n-types.js";

/** Whom a mail is written to. */
export interface Recipient {
  id: number;
  username: string;
  email: string | null;
  newEmail: string | null;
  locale: Locales;
  LL: TranslationFunctions;
}

/**
 * What a mail says, in the recipient's language, before it is set in text and HTML. Nothing that another member wrote
 * may stand in it, lest we be made to carry advertisements; what whoever runs the site has to say may.
 */
export interface Letter {
  /** Where it goes, when not to the recipient's present address. */
  to?: string;
  subject: string;
  /** Paragraphs before the link. */
  opening: string[];
  /** The one thing to do, as a path within the site. */
  link?: { label: string; path: string };
  /** Paragraphs after it. */
  closing: string[];
  /** For what someone chose to be sent: the path that ends it with one click (RFC 8058). */
  unsubscribe?: { label: string; path: string };
}

/** Writes one kind of message when it is sent; null when there is no reason for it any more. Tokens are made here. */
export type Message<Data> = (recipient: Recipient, data: Data) => Promise<Letter | null>;
