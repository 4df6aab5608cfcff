/** The image: every stage is built, and production runs as it will on a stranger's machine. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { docker, haveImages, healthy, inspect, ROOT, RUN, wanted } from "./engine.ts";

setDefaultTimeout(180_000);

const dockerfile = readFileSync(join(ROOT, "Dockerfile"), "utf8");
const BASE = /^FROM (\S+) AS base$/m.exec(dockerfile)?.[1] ?? "";
const STAGES = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, stage = ""]) => stage);
const PRODUCTION = `${RUN}:production`;

/** What may be above the base's own, in bytes. */
const MOST = 180_000_000;

const DATABASE = `${RUN}-database`;
const SETTINGS = {
  ORIGIN: "https://localhost",
  RATE_LIMITS: "off",
  DATABASE_URL: `mysql://root:sesame@${DATABASE}:3306/microblog`,
};

/** A container without rights and with nothing to write to but what the image says. */
async function runLocked(name: string, ...args: string[]) {
  const settings = Object.entries(SETTINGS).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
  const locked = [
    "--read-only",
    "--cap-drop",
    "ALL",
    "--security-opt",
    "no-new-privileges",
    "--tmpfs",
    "/tmp",
  ];
  const container = `${RUN}-${name}`;
  await docker("rm", "--force", "--volumes", container);
  const published = ["--publish", "127.0.0.1::3000"];
  await docker(
    "run",
    "--detach",
    "--name",
    container,
    "--network",
    RUN,
    ...locked,
    ...published,
    ...settings,
    ...args,
    PRODUCTION,
  );
  return container;
}

const addressOf = async (container: string) =>
  `http://${(await docker("port", container, "3000/tcp")).split("\n")[0]}`;

/** What a command in the image says. */
const say = (...command: string[]) => docker("run", "--rm", "--network", "none", PRODUCTION, ...command);

describe.if(wanted)("the image", () => {
  beforeAll(async () => {
    await haveImages(BASE, "mysql:8.4");
    await docker("network", "create", RUN);
  });

  afterAll(async () => {
    const containers = await docker("ps", "--all", "--quiet", "--filter", `network=${RUN}`);
    if (containers) await docker("rm", "--force", "--volumes", ...containers.split("\n"));
    await docker("network", "rm", RUN);
    await docker("image", "rm", "--force", ...STAGES.map((stage) => `${RUN}:${stage}`));
  });

  test.each(STAGES)("is built: %s", async (stage) => {
    await docker("build", "--quiet", "--target", stage, "--tag", `${RUN}:${stage}`, ".");
  });

  test("adds little to its base", async () => {
    const [own, base] = await Promise.all([
      inspect<number>(PRODUCTION, ".Size"),
      inspect<number>(BASE, ".Size"),
    ]);
    expect(own - base).toBeWithin(1_000_000, MOST);
  });

  test("is made by the Bun that the project is made with", async () => {
    expect(BASE).toStartWith(`oven/bun:${packageJson.packageManager.replace("bun@", "")}-`);
  });

  test("has what production needs, and nothing that builds or tests", async () => {
    const has = await say("sh", "-c", "ls node_modules node_modules/@*; command -v git gcc make npm; ls");
    for (const name of Object.keys(packageJson.dependencies))
      expect(has).toContain(name.split("/").pop() ?? name);
    expect(has).not.toMatch(/typescript|biome|drizzle-kit|playwright|bun-types|gcc|make|tests|\bgit\b/);
  });

  test("says who runs it, where it listens, how it is asked and what it is", async () => {
    const config = await inspect<Record<string, object>>(PRODUCTION, ".Config");
    expect(config).toMatchObject({
      User: "1000:1000",
      StopSignal: "SIGTERM",
      ExposedPorts: { "3000/tcp": {} },
    });
    expect(config.Labels).toMatchObject({ "org.opencontainers.image.title": "MicroBlog" });
    expect(config.Healthcheck).toBeDefined();
  });

  test("two that start before their database wait for it, and both come up", async () => {
    const both = await Promise.all([runLocked("first"), runLocked("second")]);
    for (const container of both) {
      while (!(await docker("logs", container)).includes("Waiting for the database.")) await Bun.sleep(100);
    }
    const environment = ["--env", "MYSQL_ROOT_PASSWORD=sesame", "--env", "MYSQL_DATABASE=microblog"];
    await docker("run", "--detach", "--name", DATABASE, "--network", RUN, ...environment, "mysql:8.4");
    await Promise.all(both.map(healthy));
    for (const container of both)
      expect((await fetch(`${await addressOf(container)}/readyz`)).status).toBe(200);
  });

  test(
    "starts in less than two seconds, and can write uploads",
    async () => {
      const container = await runLocked("third");
      await healthy(container);
      const startedAt = Date.parse(await inspect<string>(container, ".State.StartedAt"));
      const lines = (await docker("logs", container)).split("\n");
      const { time } = JSON.parse(lines.find((line) => line.includes("listening")) ?? "{}") as {
        time: number;
      };
      // Where others want the processor too, it gets its share.
      const share = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
      expect(time - startedAt).toBeWithin(0, 2000 * share);

      await docker("exec", container, "sh", "-c", 'touch "$UPLOADS_DIR/here"');
      await expect(docker("exec", container, "touch", "/app/here")).rejects.toThrow("Read-only");
      expect(await docker("exec", container, "sh", "-c", "tr '\\0' ' ' </proc/1/cmdline; id -u")).toMatch(
        /bun src\/index.ts \n?1000/,
      );
    },
    { retry: 2, timeout: 30_000 },
  );

  test("on SIGTERM ends in time, with every request it took answered in full", async () => {
    const container = `${RUN}-first`;
    const address = await addressOf(container);
    const answers: (number | string)[] = [];
    let left = false;
    const visits = Array.from({ length: 12 }, async () => {
      while (!left) {
        const answer = await fetch(`${address}/explore`).catch((error: { code: string }) => error.code);
        if (typeof answer === "string") left = true;
        else answers.push((await answer.text()).endsWith("</html>") ? answer.status : "cut off");
      }
    });
    await Bun.sleep(500);
    const began = performance.now();
    await docker("stop", "--time", "10", container);
    expect(performance.now() - began).toBeLessThan(5000);
    left = true;
    await Promise.all(visits);

    expect(answers.length).toBeGreaterThan(50);
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await inspect<number>(container, ".State.ExitCode")).toBe(0);
  });

  test("while it waits for a database, SIGTERM ends it at once", async () => {
    await docker("rm", "--force", DATABASE);
    const container = await runLocked("waiting");
    while (!(await docker("logs", container)).includes("Waiting for the database.")) await Bun.sleep(100);
    const began = performance.now();
    await docker("stop", "--time", "10", container);
    expect(performance.now() - began).toBeLessThan(3000);
    expect(await inspect<number>(container, ".State.ExitCode")).toBe(0);
  });
});
