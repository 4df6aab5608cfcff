import { randomUUID } from "node:crypto";
import { createTransport, type Transporter } from "nodemailer";
import { isMailbox } from "../domain/addresses.ts";
import { keepMail } from "../domain/dev-mailbox.ts";
import { devMailboxOpen } from "../domain/mail.ts";
import { siteAddress } from "../domain/site.ts";
import { env } from "../env.ts";
import { counter } from "../metrics.ts";

/** What goes into an envelope. `link`: the path it leads to, for development's mailbox. */
interface Parcel {
  to: string;
  subject: string;
  text: string;
  html: string;
  link: string | null;
  /** The address that ends mails of this kind when something is posted there. */
  unsubscribe?: string;
}

/** One wait for the mail server, and all of them together: less than the lease of a job. */
const WAIT_MS = 8_000;
const ALL_MS = 15_000;

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

const count = counter(
  "mails_total",
  "Mails for the mail server: sent, refused for ever, or deferred, which are tried again",
  ["outcome"],
);

let open: { url: string; transport: Transporter } | null = null;

/**
 * Hands a mail to the server that SMTP_URL names, or to development's mailbox. Throws `NotSent`. Sender and envelope are
 * MAIL_FROM's and `to` is one plain address, so that SPF and DMARC see what the reader sees.
 */
export async function deliver({ link, unsubscribe, ...parcel }: Parcel): Promise<void> {
  const { to, subject, text } = parcel;
  if (devMailboxOpen()) return keepMail({ to, subject, text, link });
  const { SMTP_URL: url, MAIL_FROM: from } = env;
  if (url === undefined || from === undefined) return;
  // nodemailer would read two addresses where a comma or a line break had found its way into one.
  if (!isMailbox(to)) throw new NotSent({ name: "", code: "EENVELOPE", message: "This is no address." });
  const sender = /<(.*)>/.exec(from)?.[1] ?? from;
  const mail = {
    ...parcel,
    from,
    to: { name: "", address: to },
    envelope: { from: sender, to },
    messageId: `<${randomUUID()}@${new URL(siteAddress()).hostname}>`,
    headers: { "Auto-Submitted": "auto-generated", ...unsubscribing(unsubscribe) },
    signal: AbortSignal.timeout(ALL_MS),
  };
  try {
    await transportTo(url).sendMail(mail);
    count({ outcome: "sent" });
  } catch (error) {
    const notSent = new NotSent(error as Error);
    count({ outcome: notSent.permanent ? "refused" : "deferred" });
    throw notSent;
  }
}

const unsubscribing = (address: string | undefined) =>
  address === undefined
    ? {}
    : { "List-Unsubscribe": `<${address}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };

/** Hangs up; the next mail calls again. */
export function closeTransport(): void {
  open?.transport.close();
  open = null;
}

function transportTo(url: string): Transporter {
  if (open?.url !== url) {
    closeTransport();
    open = { url, transport: newTransport(url) };
  }
  return open.transport;
}

/** A password is sent to another machine under TLS or not at all, unless the address says `?requireTLS=false`. */
function newTransport(url: string): Transporter {
  const { username, hostname } = new URL(url);
  return createTransport({
    ...{ url, pool: true, maxConnections: 2, disableFileAccess: true, disableUrlAccess: true },
    ...{ dnsTimeout: WAIT_MS, connectionTimeout: WAIT_MS, greetingTimeout: WAIT_MS, socketTimeout: WAIT_MS },
    requireTLS: username !== "" && !LOOPBACK.test(hostname),
  });
}

interface SmtpError extends Error {
  code?: string;
  response?: string;
  responseCode?: number;
}

/** The server, or the way to it, refused a mail. The message holds no address. `permanent`: for this mail, for ever. */
export class NotSent extends Error {
  override name = "NotSent";
  readonly permanent: boolean;

  constructor({ code = "", response, responseCode, message }: SmtpError) {
    super(`${code} ${withoutAddresses(response ?? message)}`.trim());
    // A refused password or greeting is about us, not about the mail: the admin may mend it before the tries run out.
    this.permanent = ["EENVELOPE", "EMESSAGE"].includes(code) && (responseCode ?? 500) >= 500;
  }
}

const withoutAddresses = (text: string) =>
  text.replace(/[^\s<>"'()]+@[^\s<>"'()]+/g, "…").replace(/\s+/g, " ");
