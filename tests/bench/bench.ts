/** `bun run bench`: how fast the pages are, beside a bare server that does nothing but the same SQL. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import mysql, { type Connection } from "mysql2/promise";
import { atHalf, type Candidate, median, queriesAPage, rates, ratio } from "./measure.ts";
import { type Options, parseOptions, USAGE } from "./options.ts";
import { type Checkout, checkOut, commit } from "./other-commit.ts";
import type { BenchPage } from "./prepare.ts";
import { publishing } from "./publishing.ts";
import { type Server, startApp, startBare } from "./servers.ts";
import { asText, type Report, type Row } from "./table.ts";
import { openWorld, type World } from "./worlds.ts";

const ROOT = join(import.meta.dirname, "../..");

async function bench(options: Options) {
  const report: Report = {
    ...{ commit: await commit(), against: options.against, cores: availableParallelism() },
    ...{ database: [], ceiling: 0, rows: [], publishing: [] },
  };
  const other = options.against ? await checkOut(options.against) : undefined;
  try {
    for (const [name, size] of options.worlds) {
      say(`${name}: opening`);
      const world = await openWorld(name, { ...options, size }, options.database);
      try {
        await measureWorld(world, options, report, other);
      } finally {
        await world.stop();
      }
    }
  } finally {
    await other?.remove();
  }
  console.log(`\n${asText(report)}`);
  if (options.json) await Bun.write(options.json, `${JSON.stringify(report, null, 2)}\n`);
}

async function measureWorld(world: World, options: Options, report: Report, other?: Checkout) {
  const { pages, star, quiet } = world.prepared;
  if (!report.database.includes(world.database)) report.database.push(world.database);
  const connection = await mysql.createConnection(world.url);
  const app = await startApp(ROOT, world.url);
  const bare = await startBare(ROOT, world.url, JSON.stringify([...pages, IDLE]));
  const against = other && (await startApp(other.root, world.url));
  try {
    for (const [number, page] of pages.entries()) {
      say(`${world.name}: ${page.name}`);
      const url = `${bare.address}/${number}`;
      const candidates = [at("app", app, page), { name: "bare", server: bare, url }];
      if (against) candidates.push(at("against", against, page));
      report.rows.push(await measurePage(world, page, candidates, options, connection));
    }
    say(`${world.name}: publishing`);
    for (const writer of [quiet, star]) {
      const measured = await publishing(app, writer, connection, options.publishes);
      report.publishing.push({ world: world.name, ...measured });
    }
    report.ceiling ||= await ceiling(bare, pages.length, options);
  } finally {
    await Promise.all([app, bare, against].map((server) => server?.stop()));
    await connection.end();
  }
}

const at = (name: string, server: Server, { path }: BenchPage): Candidate => ({
  ...{ name, server, url: server.address + path },
});

async function measurePage(
  world: World,
  page: BenchPage,
  candidates: Candidate[],
  { pace }: Options,
  connection: Connection,
): Promise<Row> {
  const [app] = candidates;
  if (!app) throw new Error("Nobody answers.");
  const measured = await rates(page, candidates, pace);
  const [ours = [], bare = [], against] = ["app", "bare", "against"].map((name) => measured.get(name));
  const { p50, p99 } = await atHalf(page, app, median(ours), pace);
  return {
    ...{ world: world.name, page: page.name, bytes: page.bytes },
    ...{ app: median(ours), bare: median(bare), against: against && median(against) },
    ...{ ratio: ratio(ours, bare), p50, p99 },
    gain: against && ratio(ours, against),
    queries: await queriesAPage(page, app, connection),
    memory: await app.server.memory(),
  };
}

/** A page that takes no work at all. */
const IDLE: BenchPage = { name: "nothing", path: "/", cookie: "", bytes: 30_000, statements: [] };

async function ceiling(bare: Server, number: number, { pace }: Options): Promise<number> {
  const candidate = { name: "nothing", server: bare, url: `${bare.address}/${number}` };
  return median((await rates(IDLE, [candidate], pace)).get("nothing") ?? []);
}

function say(line: string) {
  process.stderr.write(`${line}\n`);
}

const options = parseOptions(process.argv.slice(2));
if (options) await bench(options);
else console.log(USAGE);
