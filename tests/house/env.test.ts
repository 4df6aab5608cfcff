import { describe, expect, test } from "bun:test";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvError, parseEnv, VARIABLES } from "../../src/env.ts";
import { files, ROOT, sources } from "../support/sources.ts";

const DATABASE_URL = "mysql://user:password@host:3306/name";
const ORIGIN = "https://example.org";

describe("settings", () => {
  test("need a database and nothing else in development", () => {
    expect(parseEnv({ DATABASE_URL })).toEqual({
      ...{ NODE_ENV: "development", production: false, secure: false },
      ...{ PORT: 3000, HOST: "127.0.0.1", DATABASE_URL },
      ...{ REGISTRATION: "open", WORKER: true, SITE_NAME: "MicroBlog", SITE_LANGUAGE: "en" },
      ...{ ELASTICSEARCH_PREFIX: "microblog", ELASTICSEARCH_SHARDS: 1, ELASTICSEARCH_REPLICAS: 1 },
      ...{ RATE_LIMITS: true, TRUSTED_PROXIES: 0 },
      UPLOADS_DIR: ".data/uploads",
    });
  });

  test("that are empty are absent", () => {
    const empty = Object.fromEntries(VARIABLES.map((name) => [name, ""]));
    expect(parseEnv({ ...empty, DATABASE_URL })).toEqual(parseEnv({ DATABASE_URL }));
  });

  test.each([
    ["PORT", "0", 0],
    ["PORT", "65535", 65535],
    ["ORIGIN", "https://example.org/", "https://example.org"],
    ["ORIGIN", "http://[::1]:3000", "http://[::1]:3000"],
    ["WORKER", "off", false],
    ["LOG_LEVEL", "debug", "debug"],
    ["SITE_LANGUAGE", "es", "es"],
    ["MAIL_FROM", "post@example.org", "post@example.org"],
    ["MAIL_FROM", "The Blog <post@example.org>", "The Blog <post@example.org>"],
    ["TRUSTED_PROXIES", "2", 2],
  ])("%s=%s is taken", (name, value, meant) => {
    expect(parseEnv({ DATABASE_URL, [name]: value })).toMatchObject({ [name]: meant });
  });

  test.each([
    ["NODE_ENV", "prod"],
    ["PORT", "http"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "3000.5"],
    ["PORT", "0x1F"],
    ["ORIGIN", "example.org"],
    ["ORIGIN", "https://example.org/blog"],
    ["ORIGIN", "https://example.org?x"],
    ["ORIGIN", "https://user@example.org"],
    ["ORIGIN", "ftp://example.org"],
    ["DATABASE_URL", "postgres://host/name"],
    ["DATABASE_URL", "host:3306"],
    ["SECRET_KEY", "too short"],
    ["SECRET_KEY_FILE", "/nowhere/to/be/found"],
    ["REGISTRATION", "maybe"],
    ["WORKER", "yes"],
    ["LOG_LEVEL", "loud"],
    ["SITE_NAME", "x".repeat(61)],
    ["SITE_LANGUAGE", "tlh"],
    ["ELASTICSEARCH_URL", "host:9200"],
    ["ELASTICSEARCH_PREFIX", "*"],
    ["ELASTICSEARCH_SHARDS", "0"],
    ["ELASTICSEARCH_REPLICAS", "-1"],
    ["SMTP_URL", "http://host"],
    ["MAIL_FROM", "nobody"],
    ["MAIL_FROM", "A <a@example.org>\r\nBcc: b@example.org"],
    ["TRUSTED_PROXIES", "many"],
    ["RATE_LIMITS", "sometimes"],
    ["S3_URL", "s3://bucket"],
    ["METRICS_TOKEN", "too-short"],
    ["METRICS_TOKEN", "long enough but with spaces"],
    ["METRICS_TOKEN_FILE", "/nowhere/to/be/found"],
  ])("%s=%s is refused by one sentence that names it", (name, value) => {
    const parse = () => parseEnv({ DATABASE_URL, [name]: value });
    expect(parse).toThrow(EnvError);
    expect(parse).toThrow(new RegExp(`^${name} must be [^\n]+\\.$`));
  });

  test("are all looked at: each fault has its sentence", () => {
    expect(() => parseEnv({ PORT: "x", WORKER: "x", SITE_LANGUAGE: "x" })).toThrow(
      /^PORT .*\nWORKER .*\nSITE_LANGUAGE .*$/,
    );
  });

  test("of mail come together", () => {
    expect(() => parseEnv({ DATABASE_URL, SMTP_URL: "smtp://host" })).toThrow(
      /^MAIL_FROM must be set to .*$/,
    );
  });

  test.each([
    ["SECRET_KEY", "s".repeat(32), "g".repeat(32)],
    ["DATABASE_URL", "mysql://user:password@elsewhere/name", DATABASE_URL],
    ["METRICS_TOKEN", "t".repeat(16), "g".repeat(16)],
  ] as const)("may name a file that holds the %s, unless it is given", async (name, secret, given) => {
    const file = join(await mkdtemp(join(tmpdir(), "microblog-secret-")), "secret");
    await writeFile(file, `${secret}\n`);
    const settings = { DATABASE_URL, [`${name}_FILE`]: file };
    expect(parseEnv({ ...settings, [name]: "" })[name]).toBe(secret);
    expect(parseEnv({ ...settings, [name]: given })[name]).toBe(given);
  });

  test("with a password in them do not tell it when they are wrong", () => {
    expect(() => parseEnv({ DATABASE_URL: "mysqlx://user:sesame@host/name" })).toThrow(/^(?!.*sesame)/);
  });
});

describe("bun run start", () => {
  test.each([
    ["DATABASE_URL", { ORIGIN }],
    ["ORIGIN", { DATABASE_URL }],
    ["PORT", { DATABASE_URL, ORIGIN, PORT: "http" }],
  ])("without a good %s ends with a sentence and no stack", async (name, given) => {
    const child = Bun.spawn([process.execPath, "run", "--silent", "start"], {
      cwd: ROOT,
      env: { ...process.env, DATABASE_URL: "", ORIGIN: "", ...given },
      stderr: "pipe",
    });
    expect(await child.exited).toBe(1);
    const said = (await new Response(child.stderr).text()).trim();
    expect(said).toMatch(new RegExp(`^${name} must be [^\n]+\\.$`));
  });
});

test(".env.example lists what is read, and nothing else", () => {
  const [example] = files(".env.example");
  const listed = [...(example?.text ?? "").matchAll(/^#? ?([A-Z0-9_]+)=/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(VARIABLES.filter((name) => name !== "NODE_ENV").sort());
});

test("the environment is read in one place", () => {
  /** `bun run dev` sets what the rest then reads; the other two ask where programs are, which is no setting of ours. */
  const allowed = ["src/env.ts", "src/cli/dev.ts", "db/find-server.ts", "db/debian.ts"];
  const readers = sources("src", "components", "db").filter(({ text }) =>
    /process\.env|Bun\.env|import\.meta\.env/.test(text),
  );
  expect(readers.map(({ path }) => path).filter((path) => !allowed.includes(path))).toEqual([]);
});
