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
  /** Otherwise any that is free. */
  port?: string;
}

/** Variables that a program needs to be found and to find its files; none of what a developer has set for the app. */
const INHERITED = ["PATH", "HOME", "TMPDIR", "BUN_INSTALL"];

/** The settings that every process of a bench runs with: those of production. */
export function settings(databaseUrl: string, port = "0"): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
    ...{ NODE_ENV: "production", LOG_LEVEL: "warn", ORIGIN: "http://localhost", RATE_LIMITS: "off" },
    ...{ DATABASE_URL: databaseUrl, PORT: port },
  };
}

/** The app in the folder `root`, as `bun run start` runs it. */
export const startApp = (root: string, databaseUrl: string, port?: string): Promise<Server> =>
  start({ command: ["src/index.ts"], cwd: root, databaseUrl, port });

/** The yardstick, for the pages that `input` describes. */
export const startBare = (root: string, databaseUrl: string, input: string): Promise<Server> =>
  start({ command: ["tests/bench/bare.ts"], cwd: root, databaseUrl, input });

async function start(options: Options): Promise<Server> {
  const { command, cwd, databaseUrl, input = "", port = freePort() } = options;
  const child = Bun.spawn([process.execPath, ...command], {
    cwd,
    env: settings(databaseUrl, port),
    stdin: Buffer.from(input),
    stdout: "inherit",
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

/** Asked of `ps`, which Linux and macOS have. */
async function residentMegabytes(pid: number): Promise<number> {
  const kilobytes = await new Response(Bun.spawn(["ps", "-o", "rss=", "-p", String(pid)]).stdout).text();
  return Number(kilobytes) / 1024;
}

function freePort(): string {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  listener.stop(true);
  return String(listener.port);
}
