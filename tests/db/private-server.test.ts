import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import mysql, { type RowDataPacket } from "mysql2/promise";
import { stopLeftover } from "../../db/leftover.ts";
import { createDatabase, startPrivateServer } from "../../db/private-server.ts";

setDefaultTimeout(20_000); // MySQL takes some seconds to initialise

const room = await mkdtemp(join(tmpdir(), "microblog-test-"));
afterAll(() => rm(room, { recursive: true, force: true }));

test("it starts, keeps what it is given, and stops", async () => {
  const data = join(room, "kept");
  const server = await startPrivateServer({ data });
  const url = server.url("diary");
  await createDatabase(url);
  await createDatabase(url);
  await ask(url, "create table entries (day date)");
  await server.stop();
  expect(await answers(url)).toBe(false);
  expect(existsSync(socketFolder(url))).toBe(false);

  const again = await startPrivateServer({ data });
  const question = "select count(*) as entries, @@collation_database as collation from entries";
  const [row] = await ask(again.url("diary"), question);
  expect(row).toEqual({ entries: 0, collation: "utf8mb4_bin" });
  await again.stop();
});

test("it ends with a parent that was killed, and takes the data of tests along", async () => {
  const data = join(room, "orphaned");
  await using parent = startInAnotherProcess(data);
  const { value } = await parent.stdout.getReader().read();
  const url = new TextDecoder().decode(value).trim();
  expect(await answers(url)).toBe(true);

  parent.kill("SIGKILL");

  await until(() => !existsSync(data));
  expect(await answers(url)).toBe(false);
  expect(existsSync(socketFolder(url))).toBe(false);
});

test("an initialisation that was interrupted does not stand in the way of the next", async () => {
  const data = join(room, "interrupted");
  await mkdir(data);
  await using parent = startInAnotherProcess(data);
  await until(async () => (await readdir(data)).some((name) => name.includes(".new-")));
  parent.kill("SIGKILL");
  await parent.exited;

  const server = await startPrivateServer({ data, durable: false });

  expect(await answers(server.url("mysql"))).toBe(true);
  expect((await readdir(data)).filter((name) => name.includes(".new-"))).toEqual([]);
  await server.stop();
});

test("a server that outlived everyone is stopped, and nothing else that has its process id", async () => {
  const folder = join(room, "outlived");
  await mkdir(folder);
  await using bystander = Bun.spawn(["sleep", "60"]);
  await Bun.write(join(folder, "server.pid"), `${bystander.pid}\n`);
  await stopLeftover(folder);
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull();

  await using leftover = Bun.spawn(["sh", "-c", "echo up; sleep 60", `--datadir=${folder}`], {
    stdout: "pipe",
  });
  await leftover.stdout.getReader().read(); // for some milliseconds a new process has no command line
  await Bun.write(join(folder, "server.pid"), `${leftover.pid}\n`);
  await stopLeftover(folder);
  expect(await leftover.exited).toBe(143);
});

function startInAnotherProcess(data: string) {
  const module = join(import.meta.dirname, "../../db/private-server.ts");
  const script = `
    const { startPrivateServer } = await import(${JSON.stringify(module)});
    const server = await startPrivateServer({ data: ${JSON.stringify(data)}, durable: false });
    console.log(server.url("mysql"));
    setInterval(() => {}, 1000);`;
  return Bun.spawn([process.execPath, "-e", script], { stdout: "pipe" });
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const connection = await mysql.createConnection(url);
  const [rows] = await connection.query<RowDataPacket[]>(statement);
  await connection.end();
  return rows;
}

const answers = (url: string) => ask(url, "select 1").then(Boolean, () => false);

const socketFolder = (url: string) => dirname(new URL(url).searchParams.get("socketPath") ?? "");

async function until(isSo: () => boolean | Promise<boolean>) {
  while (!(await isSo())) await Bun.sleep(5);
}
