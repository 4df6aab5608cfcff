import { existsSync } from "node:fs";

/** Whether packages can be installed here without asking anyone: Debian or Ubuntu, as root. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync("/etc/debian_version") && Bun.which("apt-get") !== null;
}

/**
 * Installs Debian packages, and says so, because it may take a minute. The package lists are fetched only when the ones
 * at hand are missing or too old. Two runs at once wait for each other. Throws with apt's last words.
 */
export async function installPackages(...packages: string[]): Promise<void> {
  console.log(`Installing ${packages.join(", ")} with apt-get, this once …`);

  const install = ["install", "-y", "--no-install-recommends", ...packages];
  if ((await aptGet(install)).ok) return;
  await aptGet(["update"]);
  const second = await aptGet(install);
  if (!second.ok) throw new Error(`apt-get could not install ${packages.join(", ")}:\n${second.output}`);
}

async function aptGet(words: string[]) {
  const apt = Bun.spawn(["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", ...words], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, errors] = await Promise.all([
    new Response(apt.stdout).text(),
    new Response(apt.stderr).text(),
  ]);
  return { ok: (await apt.exited) === 0, output: (errors || output).trim().slice(-2000) };
}
