import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** A program of ours in a process of its own, to be killed, stopped or cut off from its database. */
export interface OwnProcess {
  pid: number;
  /** What it has said so far, line by line: nothing but faults, unless LOG_LEVEL says otherwise. */
  lines: string[];
  /** Waits until a line has this in it; rejects with all that was said when the process ends before. */
  says(part: string): Promise<void>;
  exited: Promise<number>;
  /** Its exit code once the signal has ended it. */
  end(signal: NodeJS.Signals): Promise<number>;
}

/** The app as such a process. */
export interface AppProcess extends OwnProcess {
  address: string;
  port: string;
  /** Posts a form to it; a redirect is answered, not followed. */
  post(path: string, form: Fields | FormData, headers?: Record<string, string>): Promise<Response>;
}

type Fields = Record<string, string>;

/**
 * Starts the app as `bun run start` does and waits until it answers. Without a PORT it gets a free one. `root`: of
 * another version's code.
 */
export async function startApp(settings: Record<string, string>, root = ROOT): Promise<AppProcess> {
  const app = spawnApp(settings, root);
  let ended = false;
  app.exited.then(() => (ended = true));
  while (!ended) {
    const live = await fetch(`${app.address}/livez`).catch(() => null);
    if (live?.ok) return app;
    await Bun.sleep(20);
  }
  throw new Error(`The app did not start:\n${app.lines.join("\n")}`);
}

/** The same without waiting. */
export function spawnApp(settings: Record<string, string>, root = ROOT): AppProcess {
  const { PORT: port = freePort() } = settings;
  const own = spawnOwn("src/index.ts", { ...settings, PORT: port }, root);
  const address = `http://127.0.0.1:${port}`;
  const post: AppProcess["post"] = (path, form, headers = {}) => {
    const body = form instanceof FormData ? form : new URLSearchParams(form);
    return fetch(address + path, { method: "POST", body, headers, redirect: "manual" });
  };
  return { ...own, address, port, post };
}

/** A program of ours, as in production, by its path from the root. */
export function spawnOwn(
  program: string,
  settings: Record<string, string>,
  root = ROOT,
  words: string[] = [],
): OwnProcess {
  const child = Bun.spawn([process.execPath, program, ...words], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", ORIGIN: "http://localhost", ...settings },
    stdout: "pipe",
    stderr: "pipe",
  });
  const lines: string[] = [];
  const listening = [child.stdout, child.stderr].map((stream) => listen(stream, lines));
  const exited = Promise.all([child.exited, ...listening]).then(([code]) => code);

  async function says(part: string) {
    let ended = false;
    exited.then(() => (ended = true));
    while (!lines.some((line) => line.includes(part))) {
      if (ended) throw new Error(`It ended without a word of "${part}":\n${lines.join("\n")}`);
      await Bun.sleep(10);
    }
  }
  function end(signal: NodeJS.Signals) {
    child.kill(signal);
    return exited;
  }
  return { pid: child.pid, lines, says, exited, end };
}

async function listen(stream: ReadableStream<Uint8Array>, lines: string[]) {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const said = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = said.pop() ?? "";
    lines.push(...said);
  }
  if (rest) lines.push(rest);
}

/** So many processes can ask for ports at the same time without being told the same ones. */
const BLOCKS = 40;
const PORTS_OF_BLOCK = 500;
const FIRST_PORT = 11_000 + (process.pid % BLOCKS) * PORTS_OF_BLOCK;
let asked = 0;

/**
 * A port that nobody listens on, and that nobody is given before the one who asked listens there: it is none of those
 * that the system hands out to whoever asks for any.
 */
export function freePort(): string {
  for (let tries = 0; tries < PORTS_OF_BLOCK; tries++) {
    const port = FIRST_PORT + (asked++ % PORTS_OF_BLOCK);
    try {
      Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } }).stop(true);
      return String(port);
    } catch {}
  }
  throw new Error(`No port from ${FIRST_PORT} on is free.`);
}
