import { readFileSync } from "node:fs";
import { z } from "zod";

const flag = z.enum(["on", "off"], "on or off").transform((value) => value === "on");

const url = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
    abort: true,
  });

const origin = url("http:", "https:").refine((value) => new URL(value).origin === value.replace(/\/$/, ""), {
  error: "the public address without a path, such as https://example.org",
});

const mailbox = z.string().regex(/^([^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, {
  error: "an address, such as MicroBlog <post@example.org>",
});

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `a whole number from ${least} to ${most}`);

const Variables = z.object({
  NODE_ENV: z
    .enum(["development", "test", "production"], "development, test or production")
    .default("development"),
  PORT: wholeNumber(0, 65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  ORIGIN: origin.transform((value) => new URL(value).origin).optional(),
  DATABASE_URL: url("mysql:").optional(),
  ELASTICSEARCH_URL: url("http:", "https:").optional(),
  ELASTICSEARCH_API_KEY: z.string().optional(),
  ELASTICSEARCH_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,40}$/, "lower-case letters, digits, - and _, beginning with a letter")
    .default("microblog"),
  ELASTICSEARCH_SHARDS: wholeNumber(1, 1024).default(1),
  ELASTICSEARCH_REPLICAS: wholeNumber(0, 100).default(1),
  SMTP_URL: url("smtp:", "smtps:").optional(),
  MAIL_FROM: mailbox.optional(),
  SECRET_KEY: z.string().min(32, "at least 32 characters").optional(),
  SECRET_KEY_OLD: z.string().min(32, "at least 32 characters").optional(),
  REGISTRATION: z.enum(["open", "closed"], "open or closed").default("open"),
  RATE_LIMITS: flag.default(true),
  TRUSTED_PROXIES: wholeNumber(0, 20).default(0),
  UPLOADS_DIR: z.string().default(".data/uploads"),
  S3_URL: url("http:", "https:").optional(),
  BACKUP_KEY: z.string().min(32, "at least 32 characters").optional(),
  WORKER: flag.default(true),
  WORKER_PORT: wholeNumber(0, 65535).optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, "at least 16 letters, digits or signs such as - and _")
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url("http:", "https:").optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"], "fatal, error, warn, info, debug or silent")
    .optional(),
  SITE_NAME: z.string().min(1, "a name").max(60, "at most 60 characters").default("MicroBlog"),
  SITE_LANGUAGE: z.enum(["en", "es"], "en or es").default("en"),
});

/** What may stand in a file, as secrets do in containers: `NAME_FILE` says in which. */
const SECRETS = [
  "DATABASE_URL",
  "ELASTICSEARCH_URL",
  "ELASTICSEARCH_API_KEY",
  "SMTP_URL",
  "SECRET_KEY",
  "SECRET_KEY_OLD",
  "S3_URL",
  "METRICS_TOKEN",
  "OTEL_EXPORTER_OTLP_HEADERS",
  "BACKUP_KEY",
];

/** The names of all that is read. */
export const VARIABLES = [...Object.keys(Variables.shape), ...SECRETS.map((name) => `${name}_FILE`)];

export type Env = ReturnType<typeof parseEnv>;

/**
 * Reads the settings from variables. An empty variable is an absent one; for secrets `NAME_FILE` names a file that holds
 * the value of `NAME`, which counts first. Throws one sentence per fault, each naming its variable.
 */
export function parseEnv(variables: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  for (const name of SECRETS) given[name] ??= secretFrom(given, name);

  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    throw new EnvError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} must be ${issue.message}.`),
    );
  }

  const { ORIGIN, DATABASE_URL, SMTP_URL, MAIL_FROM } = parsed.data;
  const production = parsed.data.NODE_ENV === "production";
  const missing = Object.entries({ ORIGIN, DATABASE_URL })
    .filter(([name, value]) => value === undefined && (production || name === "DATABASE_URL"))
    .map(([name]) => EXPLAINED[name as keyof typeof EXPLAINED]);
  if (SMTP_URL !== undefined && MAIL_FROM === undefined) missing.push(EXPLAINED.MAIL_FROM);
  if (DATABASE_URL === undefined || missing.length > 0) throw new EnvError(missing);

  return { ...parsed.data, DATABASE_URL, production, secure: ORIGIN?.startsWith("https:") ?? false };
}

const EXPLAINED = {
  ORIGIN: "ORIGIN must be set to the public address of the site, such as https://example.org.",
  DATABASE_URL:
    "DATABASE_URL must be set to a MySQL or MariaDB database, such as mysql://user:password@host:3306/name.",
  MAIL_FROM:
    "MAIL_FROM must be set to the sender of mail, such as MicroBlog <post@example.org>, when SMTP_URL is.",
};

function secretFrom(given: Record<string, string | undefined>, name: string): string | undefined {
  const file = given[`${name}_FILE`];
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8").trim() || undefined;
  } catch {
    throw new EnvError([`${name}_FILE must be a readable file; ${file} is not.`]);
  }
}

/** What is wrong with the settings, a sentence a line. */
export class EnvError extends Error {
  constructor(faults: string[]) {
    super(faults.join("\n"));
    this.name = "EnvError";
  }
}

/** The settings of this process, read once. A fault ends the process with its sentence, not with a stack trace. */
export const env = read();

function read() {
  try {
    return parseEnv(process.env);
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
