/**
 * Runs before every `bun test`, be it of one file: gives the run a fresh, migrated database of its own. On the server
 * that TEST_DATABASE_URL names, or else on a private one under `.data`. Either goes when the run ends, however it ends.
 */
import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { stopLeftover } from "../../db/leftover.ts";
import { createDatabase, startPrivateServer } from "../../db/private-server.ts";

const DATA = join(import.meta.dirname, "../../.data");

/** What a developer has set, in the shell or in `.env`, must not decide what the tests see. */
const SETTINGS =
  `PORT HOST ORIGIN DATABASE_URL ELASTICSEARCH_URL ELASTICSEARCH_API_KEY ELASTICSEARCH_PREFIX ELASTICSEARCH_SHARDS
  ELASTICSEARCH_REPLICAS SMTP_URL MAIL_FROM SECRET_KEY SECRET_KEY_FILE SECRET_KEY_OLD TRUSTED_PROXIES REGISTRATION
  UPLOADS_DIR S3_URL WORKER WORKER_PORT METRICS_TOKEN SITE_NAME
  SITE_LANGUAGE OTEL_EXPORTER_OTLP_ENDPOINT OTEL_EXPORTER_OTLP_HEADERS BACKUP_KEY`.split(/\s+/);

for (const name of SETTINGS.flatMap((name) => [name, `${name}_FILE`])) delete process.env[name];
Object.assign(process.env, { NODE_ENV: "test", LOG_LEVEL: "silent", RATE_LIMITS: "off" });
process.env.UPLOADS_DIR = join(DATA, `test-${process.pid}`, "uploads");
process.env.SECRET_KEY = "a key of the tests, which is no secret"; // none is made while tests look at all tables

const elsewhere = process.env.TEST_DATABASE_URL;
const [url, { migrate }] = await Promise.all([
  elsewhere ? databaseOn(elsewhere) : privateDatabase(),
  import("../../db/migrate.ts"),
]);
await migrate(url);
process.env.DATABASE_URL = url;

/** Dropped by a process of its own, because a test run has no last moment that always comes. */
async function databaseOn(server: string): Promise<string> {
  const url = new URL(server);
  url.pathname = `/microblog_test_${process.pid}_${Date.now()}`;
  await createDatabase(url.href);
  Bun.spawn([process.execPath, join(import.meta.dirname, "drop-database.ts"), url.href], {
    stdin: "pipe",
    detached: true,
  });
  return url.href;
}

async function privateDatabase(): Promise<string> {
  await sweep();
  const server = await startPrivateServer({ data: join(DATA, `test-${process.pid}`), durable: false });
  const url = server.url("microblog_test");
  await createDatabase(url);
  return url;
}

/** Removes what is left of test runs that were killed together with everything they had started. */
async function sweep() {
  const folders = existsSync(DATA) ? await readdir(DATA) : [];
  for (const folder of folders) {
    const pid = /^test-(\d+)$/.exec(folder)?.[1];
    if (!pid || isRunning(Number(pid))) continue;
    for (const engine of ["mariadb", "mysql"]) await stopLeftover(join(DATA, folder, engine));
    await rm(join(DATA, folder), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
