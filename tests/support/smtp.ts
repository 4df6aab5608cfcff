import { afterAll, beforeAll, beforeEach } from "bun:test";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { env } from "../../src/env.ts";
import { closeTransport } from "../../src/mail/transport.ts";

/** A mail as the server received it. */
export interface ReceivedMail {
  /** The envelope. */
  from: string;
  to: string[];
  user: unknown;
  secure: boolean;
  headers: Map<string, string>;
  text: string;
  html: string;
  /** The path of the link in it, within the site. */
  link: string;
}

/** A mail server of this machine. */
export class PostOffice {
  readonly mails: ReceivedMail[] = [];
  /** Whom it refuses, with this status. */
  readonly refused = new Map<string, number>();
  /** Hears of each mail before it is acknowledged. */
  onMail = (_: ReceivedMail) => {};
  private server: SMTPServer;

  constructor(
    private options: SMTPServerOptions = {},
    private port = 0,
  ) {
    this.server = this.newServer();
  }

  /** `smtp://…`, for SMTP_URL. */
  url(login = ""): string {
    return `smtp://${login}127.0.0.1:${this.port}?tls.rejectUnauthorized=false`;
  }

  async open(): Promise<this> {
    this.server = this.newServer();
    await new Promise<void>((resolve) => this.server.listen(this.port, "127.0.0.1", () => resolve()));
    const address = this.server.server.address();
    this.port = typeof address === "object" && address ? address.port : 0;
    return this;
  }

  /** Nobody answers at its port any more, until it opens again. */
  async close(): Promise<void> {
    closeTransport();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** The mails to this address, in their order. */
  to(address: string): ReceivedMail[] {
    return this.mails.filter(({ to }) => to.includes(address));
  }

  /** The newest mail to this address. */
  last(address: string): ReceivedMail {
    const mail = this.to(address).at(-1);
    if (!mail) throw new Error(`No mail to ${address} among ${this.mails.length}.`);
    return mail;
  }

  private newServer() {
    const server = new SMTPServer({
      authOptional: true,
      logger: false,
      onRcptTo: ({ address }, _, done) => {
        const responseCode = this.refused.get(address);
        done(responseCode ? Object.assign(new Error(`<${address}> not here`), { responseCode }) : null);
      },
      onData: (stream, { envelope, user, secure }, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const from = envelope.mailFrom ? envelope.mailFrom.address : "";
          const to = envelope.rcptTo.map(({ address }) => address);
          const mail = { from, to, user, secure, ...read(Buffer.concat(chunks).toString()) };
          this.mails.push(mail);
          this.onMail(mail);
          done();
        });
      },
      ...this.options,
    });
    return server.on("error", () => {}); // of one connection, such as a sender's who went away: unheard, it would end the process
  }
}

/** For the tests of one file: a post office, to which SMTP_URL leads while they run. */
export function postOffice(): PostOffice {
  const office = new PostOffice();
  beforeAll(async () => {
    await office.open();
    useMail(office.url());
  });
  beforeEach(() => {
    office.mails.length = 0;
    office.refused.clear();
  });
  afterAll(async () => {
    useMail(undefined);
    await office.close();
  });
  return office;
}

/** Has the app send its mail there, or none. */
export function useMail(url: string | undefined, from = "The Lake <post@lake.example>") {
  env.SMTP_URL = url;
  env.MAIL_FROM = url && from;
}

/** Takes apart what nodemailer makes: headers, and a text and an HTML part. */
function read(raw: string) {
  const { headers, body } = split(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers.get("content-type") ?? "")?.[1];
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => split(part.replace(/^\r\n/, "")));
  const contentOf = (type: string) => {
    const part = parts.find(({ headers }) => headers.get("content-type")?.startsWith(type));
    return part ? decoded(part.body, part.headers.get("content-transfer-encoding")) : "";
  };
  const text = contentOf("text/plain");
  const link = /https?:\/\/[^\s/]+(\/\S+)/.exec(text)?.[1] ?? "";
  return { headers, text, html: contentOf("text/html"), link };
}

function split(raw: string) {
  const end = raw.indexOf("\r\n\r\n");
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = new Map(
    lines.map((line) => {
      const [name = "", ...value] = line.split(":");
      return [name.toLowerCase(), decodedHeader(value.join(":").trim())];
    }),
  );
  return { headers, body: raw.slice(end + 4) };
}

function decoded(body: string, encoding = "7bit"): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString();
  if (encoding !== "quoted-printable") return body.replaceAll("\r\n", "\n");
  return quotedPrintable(body.replace(/=\r\n/g, "")).replaceAll("\r\n", "\n");
}

const decodedHeader = (value: string) =>
  value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(text, "base64").toString()
        : quotedPrintable(text.replaceAll("_", " ")),
    );

/** Bytes that are escaped one by one, together UTF-8. */
const quotedPrintable = (text: string) =>
  text.replace(/(=[0-9A-F]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll("=", ""), "hex").toString());
