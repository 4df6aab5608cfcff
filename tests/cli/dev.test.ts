import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../support/app-process.ts";

setDefaultTimeout(20_000);

const REPOSITORY = join(import.meta.dirname, "../..");
const NOT_SHARED = [".data", ".env", ".git"];

/** A folder with this code and data of its own, so that a `bun run dev` in the repository may go on beside it. */
let folder: string;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "microblog-dev-"));
  for (const name of await readdir(REPOSITORY)) {
    if (!NOT_SHARED.includes(name)) await symlink(join(REPOSITORY, name), join(folder, name));
  }
  port = Number(freePort());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("one command shows a site with demo content, once per folder, until Ctrl-C", async () => {
  await using dev = start();
  const announcement = await dev.says("Ctrl-C");
  expect(announcement).toContain(`http://127.0.0.1:${port}`);
  expect(announcement).toContain("Sign in as");
  expect(announcement).toContain(`http://127.0.0.1:${port}/dev/mail`);
  expect((await fetch(`http://127.0.0.1:${port}/dev/mail`)).status).toBe(200);
  const page = await fetch(`http://127.0.0.1:${port}/explore`);
  expect(await page.text()).toContain("<article");

  await using second = start();
  expect(await second.exited).toBe(1);
  expect(await second.says("already running from this folder")).toContain(`http://127.0.0.1:${port}`);

  dev.kill("SIGINT");
  expect(await dev.exited).toBe(0);
  expect(await running()).toEqual([]);
});

test("kill -9 ends the app and the database too", async () => {
  await using dev = start();
  await dev.says("Ctrl-C");
  expect(await running()).toEqual(["app", "database"]);

  dev.kill("SIGKILL");

  while ((await running()).length > 0) await Bun.sleep(20);
});

test("an npx that is ended alone takes everything along", async () => {
  await using dev = start(
    ["/bin/sh", "-c", `/bin/sh -c '"$0" src/cli/dev.ts; exit' "$0"; exit`, process.execPath],
    {
      npm_execpath: "/usr/lib/npm-cli.js",
    },
  );
  await dev.says("Ctrl-C");

  dev.kill("SIGKILL");

  while ((await running()).length > 0) await Bun.sleep(20);
});

test("a port that is taken is named", async () => {
  const other = listen(port);
  await using dev = start();
  expect(await dev.exited).toBe(1);
  expect(await dev.says("PORT=")).toContain(`Port ${port} is taken`);
  other.stop(true);
});

const listen = (port: number) => Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } });

function start(command = [process.execPath, "src/cli/dev.ts"], more: Record<string, string> = {}) {
  const { PATH, HOME, TMPDIR } = process.env;
  const dev = Bun.spawn(command, {
    cwd: folder,
    env: { PATH, HOME, TMPDIR, PORT: String(port), LOG_LEVEL: "silent", ...more },
    stdout: "pipe",
    stderr: "pipe",
  });

  let said = "";
  const heard = Promise.all(
    [dev.stdout, dev.stderr].map(async (stream) => {
      const decoder = new TextDecoder();
      for await (const part of stream) said += decoder.decode(part, { stream: true });
    }),
  );
  /** All it has said when these words are among it; fails when it ends without them. */
  async function says(words: string): Promise<string> {
    while (!said.includes(words) && dev.exitCode === null) await Bun.sleep(10);
    if (dev.exitCode !== null) await heard;
    expect(said).toContain(words);
    return said;
  }
  return Object.assign(dev, { says });
}

async function running(): Promise<string[]> {
  const app = await fetch(`http://127.0.0.1:${port}/livez`).then(
    () => ["app"],
    () => [],
  );
  const pids = new Bun.Glob(".data/database/*/server.pid").scan({ cwd: folder, dot: true });
  return [...app, ...(await Array.fromAsync(pids, () => "database"))];
}
