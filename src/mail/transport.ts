import { createTransport, type Transporter } from "nodemailer";
import { isMailbox } from "../domain/addresses.ts";
import { keepMail } from "../domain/dev-mailbox.ts";
import { devMailboxOpen } from "../domain/mail.ts";
import { siteAddress } from "../domain/site.ts";
import { env } from "../env.ts";
import { counter } from "../metrics.ts";
import { newOutage, type Outage } from "./outage.ts";

/** What goes into an envelope. `link`: the path it leads to, for development's mailbox. */
interface Parcel {
  /** Names it, at every try. */
  id: number;
  to: string;
  subject: string;
  text: string;
  html: string;
  link: string | null;
  /** The address that ends mails of this kind when something is posted there. */
  unsubscribe?: string;
}

/** One wait for the mail server, all of them together, and a look whether it is there: less than the lease of a job. */
const WAIT_MS = 8_000;
const ALL_MS = 14_000;
const LOOK_MS = 4_000;

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

const count = counter(
  "mails_total",
  "Mails for the mail server: sent, refused for ever, or deferred, which are tried again",
  ["outcome"],
);

let open: { url: string; transport: Transporter; outage: Outage } | null = null;

/**
 * Hands a mail to the server that SMTP_URL names, or to development's mailbox. Throws `NotSent`. Sender and envelope are
 * MAIL_FROM's and `to` is one plain address, so that SPF and DMARC see what the reader sees. While the server is away: `Away`.
 */
export async function deliver({ id, link, unsubscribe, ...parcel }: Parcel): Promise<void> {
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
    messageId: `<mail-${id}@${new URL(siteAddress()).hostname}>`,
    headers: { "Auto-Submitted": "auto-generated", ...unsubscribing(unsubscribe) },
  };
  const { transport, outage } = transportTo(url);
  const send = async () => {
    try {
      await transport.sendMail({ ...mail, signal: AbortSignal.timeout(ALL_MS) });
      count({ outcome: "sent" });
    } catch (error) {
      const notSent = new NotSent(error as Error);
      count({ outcome: notSent.permanent ? "refused" : "deferred" });
      throw notSent;
    }
  };
  await outage.unlessAway(send, () => isThere(transport));
}

/** Whether the server lets us in. */
async function isThere(transport: Transporter): Promise<boolean> {
  const looking = transport.verify().then(
    () => true,
    () => false,
  );
  return Promise.race([looking, Bun.sleep(LOOK_MS).then(() => false)]);
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

function transportTo(url: string) {
  if (open?.url !== url) {
    closeTransport();
    open = { url, transport: newTransport(url), outage: newOutage() };
  }
  return open;
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

const UNANSWERED = /^(ECONNECTION|ETIMEDOUT|ESOCKET|EDNS|EABORT|ESTREAM)$/;

/** The server, or the way to it, refused a mail. The message holds no address. `permanent`: for this mail, for ever. */
export class NotSent extends Error {
  override name = "NotSent";
  readonly permanent: boolean;
  /** It did not come to an answer about this mail. */
  readonly unanswered: boolean;

  constructor({ code = "", response, responseCode, message }: SmtpError) {
    super(`${code} ${withoutAddresses(response ?? message)}`.trim());
    // A refused password or greeting is about us, not about the mail: the admin may mend it before the tries run out.
    this.unanswered = responseCode === 421 || UNANSWERED.test(code);
    this.permanent = ["EENVELOPE", "EMESSAGE"].includes(code) && (responseCode ?? 500) >= 500;
  }
}

const withoutAddresses = (text: string) =>
  text.replace(/[^\s<>"'()]+@[^\s<>"'()]+/g, "…").replace(/\s+/g, " ");
