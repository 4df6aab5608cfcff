import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** The app in a process of its own, to be killed, stopped or cut off from its database. */
export interface AppProcess {
  address: string;
  port: string;
  pid: number;
  /** Its exit code once the signal has ended it. */
  end(signal: NodeJS.Signals): Promise<number>;
}

/** Starts the app as `bun run start` does and waits until it answers. Without a PORT it gets any free one. */
export async function startApp(settings: Record<string, string>): Promise<AppProcess> {
  const { PORT: port = freePort() } = settings;
  const child = Bun.spawn([process.execPath, "src/index.ts"], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production", ORIGIN: "http://localhost", ...settings, PORT: port },
    stdout: "ignore",
    stderr: "inherit",
  });
  const address = `http://127.0.0.1:${port}`;
  while (child.exitCode === null) {
    const live = await fetch(`${address}/livez`).catch(() => null);
    if (live?.ok) break;
    await Bun.sleep(20);
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return child.exited;
  };
  return { address, port, pid: child.pid, end };
}

function freePort(): string {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  listener.stop(true);
  return String(listener.port);
}
