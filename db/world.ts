import mysql, { type Connection } from "mysql2/promise";
import { hashPassword } from "../src/domain/passwords.ts";
import { env } from "../src/env.ts";
import { CONNECTION } from "./client.ts";
import { followRows } from "./world/follows.ts";
import { homeRows, readerRows } from "./world/homes.ts";
import { type Ledger, newLedger } from "./world/ledger.ts";
import { usernameRows, userRows } from "./world/people.ts";
import { NoWorld, type Plan, plan, type Size } from "./world/plan.ts";
import { postRows } from "./world/posts.ts";
import { clearAway, isEmpty, layOut, load, putInPlace, withoutKeys } from "./world/tables.ts";

export { NoWorld };

/** Everybody's password. */
export const WORLD_PASSWORD = "look-around";

/** How far a step has come; `total` is known when it begins. */
export type Progress = { step: string; done: number; total: number };

type Options = Omit<Size, "now"> & { now?: Date; onProgress?: (progress: Progress) => void };

/**
 * Fills the empty database of DATABASE_URL with a made world: skewed as towns are, and the same for the same arguments
 * (but for the salt of the password). Some people write, and are followed, very much more than others; `star` is
 * followed by nine in ten, `quiet` by nobody; `reader52`, `reader245`, `reader1994` and `reader5000` follow so many, at
 * most half of all. A fifth of the people, at most 2,000, are awake: their home timelines are written, 800 posts deep.
 * The last post is as old as `now`. Throws `NoWorld` when that cannot be.
 */
export async function makeWorld({
  now = new Date(),
  onProgress = () => {},
  ...size
}: Options): Promise<void> {
  const planned = plan({ ...size, now });
  // A connection of its own: statements of the app's pool have a deadline.
  const connection = await mysql.createConnection({ ...CONNECTION, uri: env.DATABASE_URL });
  try {
    await connection.query("set session sql_mode = 'STRICT_TRANS_TABLES'");
    await mustBeEmpty(connection);
    await layOut(connection);
    await fill(connection, planned, onProgress);
    await mustBeEmpty(connection);
    await putInPlace(connection);
    // The index is filled again: see `src/search/backfill.ts`.
    await connection.query("delete from settings where `key` like 'search-filled%'");
  } finally {
    await clearAway(connection).catch(() => {}); // what stays is cleared away next time
    await connection.end();
  }
}

async function mustBeEmpty(connection: Connection) {
  if (!(await isEmpty(connection))) {
    throw new NoWorld("This database has people of its own: nothing was put in.");
  }
}

/** Follows and posts come first: their makers note what homes and counts are made of. */
async function fill(connection: Connection, planned: Plan, onProgress: (progress: Progress) => void) {
  const ledger: Ledger = newLedger(planned);
  const report = (step: string, total: number) => (done: number) => onProgress({ step, done, total });
  const indexes = [await withoutKeys(connection, "follows"), await withoutKeys(connection, "posts")];

  await load(
    connection,
    "follows",
    "id, follower_id, followee_id",
    followRows(planned, ledger),
    report("follows", planned.follows),
  );
  await load(
    connection,
    "posts",
    "id, author_id, body, created_at",
    postRows(planned, ledger),
    report("posts", planned.posts),
  );
  const homes = report("homes", planned.awake.length);
  await load(connection, "home_rows", "reader_id, post_id, author_id", homeRows(planned, ledger), () => {
    homes(ledger.floors.size);
  });
  await load(connection, "home_readers", "reader_id, floor", readerRows(planned, ledger), () => {});
  await load(
    connection,
    "users",
    `id, username, email, email_key, password_hash, name, about, followers_count, following_count, posts_count,
     created_at, email_confirmed_at, last_seen_at`,
    userRows(planned, ledger, await hashPassword(WORLD_PASSWORD)),
    report("people", planned.people),
  );
  await load(connection, "usernames", "`key`, user_id", usernameRows(planned), () => {});

  const keys = report("indexes", indexes.length);
  for (const [done, addKeys] of indexes.entries()) {
    keys(done);
    await addKeys();
  }
  keys(indexes.length);
}
