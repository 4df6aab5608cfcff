/**
 * `bun run bench:live`: what open streams cost when nothing happens, and how soon all of them are told when something does,
 * and how they come back when the app is ended and started again.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, startPrivateServer } from "../../db/private-server.ts";
import { median } from "./measure.ts";
import { startApp } from "./servers.ts";
import { visit } from "./visits.ts";

/** What the listeners tell of a text: after how many milliseconds each had it, how many had it more than once, and how
 * often a stream was refused meanwhile. */
export interface Heard {
  ms: number[];
  twice: number;
  refused: number;
}

const ROOT = join(import.meta.dirname, "../..");
const STREAMS = 2000;
const SETTLE_MS = 5000;
const QUIET_MS = 30_000;
const EVENTS = 5;
const TICK_MS = 10;

const data = await mkdtemp(join(tmpdir(), "microblog-live-"));
const database = await startPrivateServer({ data });
const url = database.url("microblog");
await createDatabase(url);
process.env.DATABASE_URL = url;
const { cookies, tellAll, close } = await import("./live-people.ts").then(({ move }) => move(STREAMS));

const app = await startApp(ROOT, url);
const pids = { app: app.pid, database: await databasePid() };
for (const cookie of cookies.slice(0, 200)) await fetch(app.address, { headers: { cookie } });
await Bun.sleep(SETTLE_MS);
const before = { memory: await app.memory(), ...(await share()) };

const listeners = Bun.spawn([process.execPath, join(import.meta.dirname, "listeners.ts")], {
  stdin: "pipe",
  stdout: "pipe",
  stderr: "inherit",
});
const answers = linesOf(listeners.stdout);
say({ address: app.address, cookies });
const open = Number(await answers());
await Bun.sleep(SETTLE_MS);
const held = { ...(await share()), memory: await app.memory() };

const told: number[][] = [];
for (let event = 1; event <= EVENTS; event++) {
  listenFor(`>${event} unread<`);
  await tellAll();
  told.push((JSON.parse(await answers()) as Heard).ms);
}

listenFor(`>${EVENTS + 1} unread<`);
const ending = performance.now();
await app.stop();
const ended = performance.now() - ending;
await tellAll();
const again = await startApp(ROOT, url, { PORT: new URL(app.address).port });
const away = performance.now() - ending;
const visiting = visit(again.address, cookies);
const back: Heard = JSON.parse(await answers());
const visits = await visiting.stop();
const after = await again.memory();
listeners.kill();
await listeners.exited;
await again.stop();
await close();
await database.stop();
await rm(data, { recursive: true });

const round = (figure: number) => figure.toFixed(1);
console.log(`${open} streams, ${database.version}, load average ${loadavg().map(round).join(" ")}
  memory of the app        ${round(before.memory)} MB without, ${round(held.memory)} MB with
  processor, of one core   ${round(before.app)} % without, ${round(held.app)} % with, when nothing happens
  the same, database       ${round(before.database)} % without, ${round(held.database)} % with
  something for everybody  half know within ${round(median(told.map(median)))} ms, the last within ${round(Math.max(...told.flat()))} ms
  told to end              it has ended within ${round(ended)} ms
  another in its place     after ${round(away)} ms; half are back and know what they missed after ${round(median(back.ms))} ms,
                           the last after ${round(Math.max(...back.ms))} ms; ${back.twice} were told twice, ${back.refused} times one was refused
  pages meanwhile          ${visits.asked}, ${visits.failed} of them refused, half within ${round(visits.p50)} ms, p99 ${round(visits.p99)} ms
  memory afterwards        ${round(after)} MB`);

function say(line: unknown) {
  listeners.stdin.write(`${JSON.stringify(line)}\n`);
  listeners.stdin.flush();
}

function listenFor(text: string) {
  listeners.stdin.write(`${text}\n`);
  listeners.stdin.flush();
}

/** How much of one core each takes while nothing happens, in percent. */
async function share() {
  const began = { app: await ticks(pids.app), database: await ticks(pids.database) };
  await Bun.sleep(QUIET_MS);
  const percent = (now: number, then: number) => ((now - then) * TICK_MS * 100) / QUIET_MS;
  return {
    app: percent(await ticks(pids.app), began.app),
    database: percent(await ticks(pids.database), began.database),
  };
}

/** Processor time of a process, in hundredths of a second, as Linux tells it. */
async function ticks(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ") ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

async function databasePid(): Promise<number> {
  const engine = database.version.startsWith("mariadb") ? "mariadb" : "mysql";
  return Number(await readFile(join(data, engine, "server.pid"), "utf8"));
}

function linesOf(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  return async () => {
    while (!rest.includes("\n")) {
      const { done, value } = await reader.read();
      if (done) throw new Error("The listeners ended.");
      rest += decoder.decode(value, { stream: true });
    }
    const [line = "", ...after] = rest.split("\n");
    rest = after.join("\n");
    return line;
  };
}
