import { readFile } from "node:fs/promises";

const LOOK_EVERY_MS = 1000;

/**
 * Resolves when the npx that runs us has been ended. It tells nobody but a shell between us, which tells nobody: only
 * that the shell is gone shows it.
 */
export async function npxEnds(): Promise<null> {
  const shell = await parentOf(process.ppid); // our parent is `bun run`
  while (shell === null || isRunning(shell)) await Bun.sleep(LOOK_EVERY_MS);
  return null;
}

/** As Linux lists it, or as `ps` tells elsewhere: a small Debian has none. */
async function parentOf(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (stat !== null) return Number(stat.split(") ").at(-1)?.split(" ")[1]);
  if (Bun.which("ps") === null) return null;
  const said = await new Response(Bun.spawn(["ps", "-o", "ppid=", "-p", String(pid)]).stdout).text();
  return Number(said) || null;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
