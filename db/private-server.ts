import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import mysql from "mysql2/promise";
import { ALWAYS, initialise, lastLines } from "./data-folder.ts";
import { findServer, type ServerProgram } from "./find-server.ts";
import { stopLeftover } from "./leftover.ts";
import { spawnTethered, type Tethered } from "./tethered.ts";

export type PrivateServer = {
  /** The address of a database on it, for `DATABASE_URL`. Whether it exists is not asked: see `createDatabase`. */
  url(database: string): string;
  version: string;
} & Tethered;

type Options = {
  /** The folder that keeps what the server stores. Each engine has a folder of its own in it. */
  data: string;
  /** `false` for tests: writes are not waited for, and the data go when the server ends. */
  durable?: boolean;
  /** Where it listens, for who must know before it does. */
  socket?: string;
};

const PATIENCE = 15_000;

/**
 * Starts a database server for this process alone: without a port, on a socket that only this user can reach, and gone
 * when this process is gone, even by kill -9. Its log is in `data`. Throws with the end of that log when it does not
 * come up within 15 s.
 */
export async function startPrivateServer({
  data,
  durable = true,
  socket = newSocket(),
}: Options): Promise<PrivateServer> {
  const server = await findServer();
  const folder = join(resolve(data), server.engine);
  await stopLeftover(folder);
  await initialise(server, folder);

  const log = `${folder}.log`;
  const output = openSync(log, "w");
  mkdirSync(dirname(socket), { mode: 0o700 });
  const tethered = spawnTethered([server.path, ...settings(server, folder, socket, durable)], {
    output,
    grace: durable ? 10 : 0,
    remove: [dirname(socket), ...(durable ? [] : [resolve(data)])],
  });
  closeSync(output);

  await answering(socket, tethered, () => lastLines(readFileSync(log, "utf8")));
  return {
    url: (database) => socketUrl(socket, database),
    version: `${server.engine} ${server.version}`,
    ...tethered,
  };
}

/** A path for a socket that nobody has, in a folder yet to be made; short, as sockets allow only some 100 bytes. */
export function newSocket(): string {
  const name = join(`microblog-${randomBytes(6).toString("hex")}`, "socket");
  const path = join(tmpdir(), name);
  return Buffer.byteLength(path) < 100 ? path : join("/tmp", name);
}

/** The address of a database on the private server that listens there. */
export function socketUrl(socket: string, database: string): string {
  return `mysql://root@localhost/${database}?socketPath=${encodeURIComponent(socket)}`;
}

/** Creates the database that `url` names, on the server that `url` names, unless it exists. */
export async function createDatabase(url: string): Promise<void> {
  const server = new URL(url);
  const name = decodeURIComponent(server.pathname.slice(1));
  server.pathname = "/";

  const connection = await mysql.createConnection(server.href);
  try {
    await connection.query("create database if not exists ?? character set utf8mb4 collate utf8mb4_bin", [
      name,
    ]);
  } finally {
    await connection.end();
  }
}

function settings({ engine }: ServerProgram, folder: string, socket: string, durable: boolean): string[] {
  return [
    ...ALWAYS,
    `--datadir=${folder}`,
    `--pid-file=${join(folder, "server.pid")}`,
    `--socket=${socket}`,
    `--tmpdir=${dirname(socket)}`, // a MariaDB that starts deletes what others have in a shared one
    "--skip-networking",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_bin",
    "--innodb-buffer-pool-size=128M",
    "--performance-schema=OFF",
    ...(engine === "mysql" ? ["--mysqlx=OFF", "--skip-log-bin", "--secure-file-priv=NULL"] : []),
    ...(durable ? [] : ["--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite"]),
  ];
}

async function answering(socket: string, tethered: Tethered, log: () => string) {
  let ended = false;
  tethered.exited.then(() => (ended = true));

  for (const until = Date.now() + PATIENCE; ; await Bun.sleep(20)) {
    try {
      const connection = await mysql.createConnection({ socketPath: socket, user: "root" });
      return await connection.end();
    } catch (error) {
      if (ended) throw new Error(`The database server did not start:\n${log()}`, { cause: error });
      if (Date.now() < until) continue;
      await tethered.stop();
      throw new Error(`The database server did not answer within ${PATIENCE / 1000} s:\n${log()}`, {
        cause: error,
      });
    }
  }
}
