import { readFile } from "node:fs/promises";
import packageJson from "../../package.json" with { type: "json" };

/** A server process under test. */
export interface Server {
  address: string;
  pid: number;
  /** Megabytes of memory that it holds now. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

interface Options {
  command: string[];
  cwd: string;
  databaseUrl: string;
  input?: string;
  /** Settings besides those that all have. `PORT` is otherwise any that is free. */
  more?: Record<string, string>;
}

/** Variables that a program needs to be found and to find its files; none of what a developer has set for the app. */
const INHERITED = ["PATH", "HOME", "TMPDIR", "BUN_INSTALL"];

/** What `bun run start` sets. */
const STARTED_WITH = [...packageJson.scripts.start.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [
  name,
  value,
]);

/** The settings that every process of a bench runs with: those of production. */
export function settings(databaseUrl: string, port = "0"): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
    ...Object.fromEntries(STARTED_WITH),
    ...{ LOG_LEVEL: "warn", ORIGIN: "http://localhost", RATE_LIMITS: "off" },
    ...{ DATABASE_URL: databaseUrl, PORT: port },
  };
}

/** The app in the folder `root`, as `bun run start` runs it. */
export const startApp = (root: string, databaseUrl: string, more?: Record<string, string>): Promise<Server> =>
  start({ command: ["src/index.ts"], cwd: root, databaseUrl, more });

/** The yardstick, for the pages that `input` describes. */
export const startBare = (root: string, databaseUrl: string, input: string): Promise<Server> =>
  start({ command: ["tests/bench/bare.ts"], cwd: root, databaseUrl, input });

async function start({ command, cwd, databaseUrl, input = "", more }: Options): Promise<Server> {
  const port = more?.PORT ?? freePort();
  const child = Bun.spawn([process.execPath, ...command], {
    cwd,
    env: { ...settings(databaseUrl, port), ...more },
    stdin: Buffer.from(input),
    stdout: process.stderr.fd, // the other one is the report's
    stderr: "inherit",
  });
  const address = `http://127.0.0.1:${port}`;
  while (!(await isUp(address))) {
    if (child.exitCode !== null) throw new Error(`${command[0]} ended with code ${child.exitCode}.`);
    await Bun.sleep(20);
  }
  return {
    address,
    pid: child.pid,
    memory: () => residentMegabytes(child.pid),
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
    },
  };
}

const isUp = (address: string): Promise<boolean> =>
  fetch(`${address}/livez`).then(
    (response) => response.ok,
    () => false,
  );

/** As Linux tells it, or as `ps` does elsewhere: a small Debian has none. */
async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => null);
  const kilobytes =
    status === null
      ? await new Response(Bun.spawn(["ps", "-o", "rss=", "-p", String(pid)]).stdout).text()
      : /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
  return Number(kilobytes) / 1024;
}

function freePort(): string {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  listener.stop(true);
  return String(listener.port);
}
