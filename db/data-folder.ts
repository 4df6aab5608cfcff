import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ServerProgram } from "./find-server.ts";

/** What a server is told in every run: to ignore this machine's settings, and that it may run as root. */
export const ALWAYS = ["--no-defaults", ...(process.getuid?.() === 0 ? ["--user=root"] : [])];

/** The tables that rights, plugins and time zones are kept in. Left out: help texts, reports, GIS. */
const MARIADB_SCRIPTS = ["system_tables", "performance_tables", "system_tables_data"];

/**
 * Makes the folder that of an empty database server, unless it exists. This is done beside it and the result renamed,
 * so that a folder that exists is whole, whatever interrupted an earlier start.
 */
export async function initialise(server: ServerProgram, folder: string): Promise<void> {
  if (existsSync(folder)) return;

  const room = dirname(folder);
  const prefix = `${basename(folder)}.new-`;
  await mkdir(room, { recursive: true });
  for (const name of await readdir(room)) {
    if (name.startsWith(prefix)) await rm(join(room, name), { recursive: true, force: true, maxRetries: 5 });
  }

  const unfinished = await mkdtemp(join(room, prefix));
  await (server.engine === "mariadb" ? fillMariaDB : fillMySQL)(server.path, unfinished);
  await rename(unfinished, folder);
}

async function fillMySQL(path: string, folder: string) {
  await run([path, ...ALWAYS, "--initialize-insecure", `--datadir=${folder}`]);
}

/** Not by `mariadb-install-db`: it is slower, and needs programs that Debian keeps in other packages. */
async function fillMariaDB(path: string, folder: string) {
  const scripts = await scriptsFolder(path);
  const texts = MARIADB_SCRIPTS.map(async (name) => {
    const newer = join(scripts, `mariadb_${name}.sql`);
    return await readFile(existsSync(newer) ? newer : join(scripts, `mysql_${name}.sql`), "utf8");
  });
  const start = "create database mysql;\nuse mysql;\nset @auth_root_socket = null;\n";
  const statements = [start, ...(await Promise.all(texts))].join("\n");

  const rooms = [`--datadir=${folder}`, `--tmpdir=${folder}`]; // it empties a shared one of what others need
  await run([path, ...ALWAYS, "--bootstrap", ...rooms], statements);
}

/** MariaDB keeps its scripts beside its character sets, and tells only where those are. */
async function scriptsFolder(path: string): Promise<string> {
  const settings = await run([path, ...ALWAYS, "--verbose", "--help"]);
  const charsets = /^character-sets-dir\s+(\S.*?)\/?$/m.exec(settings)?.[1];
  if (!charsets) throw new Error(`${path} does not tell where its character sets are.`);
  return dirname(charsets);
}

async function run(command: string[], input = ""): Promise<string> {
  const child = Bun.spawn(command, { stdin: Buffer.from(input), stdout: "pipe", stderr: "pipe" });
  const [output, errors] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) !== 0)
    throw new Error(`${command[0]} could not make an empty database:\n${lastLines(errors)}`);
  return output;
}

/** The end of a server's log, where it says why it gave up. */
export const lastLines = (log: string) => log.trim().split("\n").slice(-8).join("\n");
