import { join } from "node:path";
import mysql from "mysql2/promise";
import { createDatabase, startPrivateServer } from "../../db/private-server.ts";
import type { Prepared, Wish } from "./prepare.ts";
import { revive } from "./recording.ts";
import { settings } from "./servers.ts";

export interface Size {
  people: number;
  posts: number;
  follows: number;
}

export interface World {
  name: string;
  database: string;
  url: string;
  prepared: Prepared;
  stop(): Promise<void>;
}

const ROOT = join(import.meta.dirname, "../..");

export const SIZES = {
  "10 thousand posts": { people: 10_000, posts: 10_000, follows: 200_000 },
  "5 million posts": { people: 100_000, posts: 5_000_000, follows: 5_000_000 },
} satisfies Record<string, Size>;

export const SMALL = { "10 thousand posts, few people": { people: 3000, posts: 10_000, follows: 30_000 } };

/**
 * The world of this size, ready to be measured: on the database that `url` names, or else on a private server whose data
 * stay under `.data`, so that it is made only once.
 */
export async function openWorld(name: string, wish: Wish, url?: string): Promise<World> {
  const { people, posts, follows } = wish.size;
  const server = url
    ? null
    : await startPrivateServer({ data: join(ROOT, `.data/bench-${people}-${posts}-${follows}`) });
  const database = url ?? server?.url("microblog") ?? "";
  await createDatabase(database);
  return {
    name,
    database: server?.version ?? (await versionOf(database)),
    url: database,
    prepared: await prepare(database, wish),
    stop: async () => await server?.stop(),
  };
}

async function prepare(url: string, wish: Wish): Promise<Prepared> {
  const child = Bun.spawn([process.execPath, "tests/bench/prepare.ts", JSON.stringify(wish)], {
    cwd: ROOT,
    env: settings(url),
    stdout: "pipe",
    stderr: "inherit",
  });
  const said = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error("The world could not be prepared.");
  return JSON.parse(said.trim().split("\n").at(-1) ?? "", revive); // above it may stand what the log had to tell
}

async function versionOf(url: string): Promise<string> {
  const connection = await mysql.createConnection(url);
  try {
    const [rows] = await connection.query<mysql.RowDataPacket[]>("select version() as version");
    return String(rows[0]?.version);
  } finally {
    await connection.end();
  }
}
