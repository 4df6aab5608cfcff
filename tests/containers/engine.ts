/**
 * The container engine. CONTAINERS names a script that stands in for `docker` where no registry can be reached: it runs
 * `docker ARGS` and makes the images that it is asked for by `base`. Otherwise `docker` itself is used.
 */
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

/** Names of all that a run makes, so that nobody else's is touched. */
export const RUN = `microblog-test-${process.pid}`;

const script = process.env.CONTAINERS;

/** These tests build images and run whole sites: not in `bun run test`, but in `bun run test:containers`. */
export const wanted = script !== undefined;

const command = script === undefined || script === "docker" ? ["docker"] : [script, "docker"];

/** Makes sure that an image is there, where it cannot be fetched. */
export async function haveImages(...images: string[]): Promise<void> {
  if (command.length > 1) await run([command[0] ?? "", "base", ...images]);
}

/** What `docker ARGS` says on standard output; throws all that it says when it fails. */
export const docker = (...args: string[]): Promise<string> => run([...command, ...args]);

async function run(line: string[], env: Record<string, string> = {}): Promise<string> {
  const child = Bun.spawn(line, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [said, complained] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) !== 0) throw new Error(`${line.join(" ")}\n${said}${complained}`);
  return said.trim();
}

/** `docker compose` on compose.yaml, with a name and images of this run and any free port for each one it publishes. */
export const compose = (...args: string[]): Promise<string> =>
  run([...command, "compose", "--project-name", RUN, ...args], {
    MICROBLOG_IMAGE: `${RUN}:production`,
    HTTP_PORT: "127.0.0.1:",
    HTTPS_PORT: "127.0.0.1:",
    INSTANCES: `${RUN}-app-1:3000 ${RUN}-app-2:3000`,
    RATE_LIMITS: "off",
    ELASTICSEARCH_URL: "http://elasticsearch:9200",
  });

/** What `docker inspect` knows of a container or an image. */
export async function inspect<T>(name: string, what: string): Promise<T> {
  return JSON.parse(await docker("inspect", "--format", `{{json ${what}}}`, name));
}

/** Waits for a container to be healthy; throws its log when it is not, after a minute. */
export async function healthy(container: string): Promise<void> {
  for (const until = Date.now() + 60_000; ; await Bun.sleep(100)) {
    const { Status, Health } = await inspect<{ Status: string; Health?: { Status: string } }>(
      container,
      ".State",
    );
    if (Health?.Status === "healthy") return;
    if (Status === "exited" || Date.now() > until)
      throw new Error(`${container} is ${Status}:\n${await docker("logs", container)}`);
  }
}
