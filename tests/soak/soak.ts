/** `bun run soak`: whether the site stays up, and as it was, under everything that people do. docs/performance.md. */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, startPrivateServer } from "../../db/private-server.ts";
import { quantile } from "../bench/measure.ts";
import { commit } from "../bench/other-commit.ts";
import { type Server, startApp } from "../bench/servers.ts";
import { type Options, parseOptions, USAGE } from "./options.ts";
import { look, type Reading } from "./readings.ts";
import { asText, clock, type Report } from "./report.ts";
import { judge, total } from "./verdict.ts";
import type { Coming, Heard } from "./visitors.ts";

const ROOT = join(import.meta.dirname, "../..");
const TOKEN = crypto.randomUUID();

async function soak(options: Options): Promise<Report> {
  const begun = await commit(); // hours later there may be another one
  const folder = await mkdtemp(join(tmpdir(), "microblog-soak-"));
  const database = await startPrivateServer({ data: join(folder, "database") });
  try {
    const url = database.url("microblog");
    await createDatabase(url);
    process.env.DATABASE_URL = url;
    const town = await import("./town.ts").then(({ makeTown }) => makeTown());
    const app = await startApp(ROOT, url, {
      ...{ METRICS_TOKEN: TOKEN, UPLOADS_DIR: join(folder, "uploads") },
      ...{ RATE_LIMITS: "on", TRUSTED_PROXIES: "1" }, // visitors come from many addresses
    });
    const readings = await underLoad(app, { ...options, town, site: app.address }).finally(() => app.stop());
    return {
      ...{ commit: begun, database: database.version, cores: availableParallelism() },
      ...{ load: loadavg()[2] ?? 0, rate: options.rate, ...judge(readings, options.p99), readings },
    };
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A reading each time the visitors tell how they were answered; as far as it came when it is ended early. */
async function underLoad(app: Server, coming: Coming): Promise<Reading[]> {
  const visitors = Bun.spawn(
    [process.execPath, join(import.meta.dirname, "visitors.ts"), JSON.stringify(coming)],
    {
      stdout: "pipe",
      stderr: "inherit",
    },
  );
  let early = false;
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => {
      early = true; // in a terminal the app has heard it too
      visitors.kill();
    });
  const readings: Reading[] = [];
  let began = 0;
  for await (const heard of toldBy(visitors.stdout)) {
    began ||= performance.now();
    const seen = await look(app, TOKEN).catch((error) => {
      if (!early) throw error;
    });
    if (!seen) break;
    const reading = { at: (performance.now() - began) / 1000, ...heard, ...seen };
    readings.push(reading);
    say(reading);
  }
  if ((await visitors.exited) !== 0 && !early) throw new Error("The visitors left early.");
  return readings;
}

async function* toldBy(stream: ReadableStream<Uint8Array>): AsyncGenerator<Heard> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

function say({ at, requests, latencies, faults, memory }: Reading) {
  const errors = total(Object.values(faults));
  const p99 = quantile(latencies, 0.99).toFixed(0);
  process.stderr.write(
    `${clock(at)}  ${requests} requests, ${errors} errors, p99 ${p99} ms, ${memory.toFixed(0)} MB\n`,
  );
}

/** Instead of each answer's milliseconds how long most of them took. */
const brief = (name: string, value: unknown) =>
  name === "latencies" && Array.isArray(value) ? [0.5, 0.99].map((part) => quantile(value, part)) : value;

const options = parseOptions(process.argv.slice(2));
if (options) {
  const report = await soak(options);
  console.log(`\n${asText(report)}`);
  if (options.json) await Bun.write(options.json, `${JSON.stringify(report, brief, 1)}\n`);
  process.exit(report.wrong.length === 0 ? 0 : 1);
}
console.log(USAGE);
