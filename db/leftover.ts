import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PATIENCE = 10_000;

/**
 * Ends a server that still holds the data folder because its parent and the shell between them were killed. Its word is
 * its pid file, and it is believed only when the process there was started for this very folder.
 */
export async function stopLeftover(folder: string): Promise<void> {
  const file = join(folder, "server.pid");
  if (!existsSync(file)) return;

  const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
  const runs = () => pid > 1 && commandLine(pid).includes(`--datadir=${folder}`);
  if (!runs()) return;

  process.kill(pid, "SIGTERM");
  for (const until = Date.now() + PATIENCE; runs(); await Bun.sleep(50)) {
    if (Date.now() > until) process.kill(pid, "SIGKILL");
  }
}

/** Empty when there is no such process. */
function commandLine(pid: number): string {
  if (!existsSync("/proc/self/cmdline")) {
    return Bun.spawnSync(["ps", "-ww", "-o", "command=", "-p", String(pid)]).stdout.toString();
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
