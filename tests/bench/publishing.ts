import type { Connection, ResultSetHeader, RowDataPacket } from "mysql2/promise";
import { median } from "./measure.ts";
import type { Writer } from "./prepare.ts";
import type { Server } from "./servers.ts";

export interface Publishing {
  /** How many have the post written into their home. */
  followers: number;
  /** Milliseconds until the author has the answer: the median, and the longest. */
  answered: number;
  longest: number;
  /** Milliseconds from sending the form until the last follower has the post. */
  everywhere: number;
}

/** A floor that no post reaches: its reader collects posts, and none of them counts yet. */
const NO_FLOOR = Number.MAX_SAFE_INTEGER;

/**
 * Has someone publish a few times, each after the one before has reached everybody. All followers are awake meanwhile;
 * afterwards the world is as it was.
 */
export async function publishing(app: Server, writer: Writer, connection: Connection, times: number) {
  await wakeFollowers(connection, writer);
  const answered: number[] = [];
  const everywhere: number[] = [];
  let followers = 0;
  for (let turn = -1; turn < times; turn++) {
    await untilDone(connection);
    const sent = performance.now();
    await publish(app, writer, `Bench ${turn}`);
    const answeredAt = performance.now();
    await untilDone(connection);
    if (turn < 0) continue; // the first one warms up
    answered.push(answeredAt - sent);
    everywhere.push(performance.now() - sent);
    followers = await takeAway(connection, writer);
  }
  await connection.execute("delete from home_readers where floor = ?", [String(NO_FLOOR)]);
  const measured: Publishing = {
    followers,
    answered: median(answered),
    longest: Math.max(...answered),
    everywhere: median(everywhere),
  };
  return measured;
}

/** Those who sleep collect posts from now on: a state that every reader passes through while waking. */
async function wakeFollowers(connection: Connection, { id }: Writer) {
  await connection.execute(
    "insert ignore into home_readers (reader_id, floor) select follower_id, ? from follows where followee_id = ?",
    [String(NO_FLOOR), String(id)],
  );
}

async function publish({ address }: Server, { cookie }: Writer, body: string) {
  const response = await fetch(`${address}/posts`, {
    method: "POST",
    headers: { cookie },
    body: new URLSearchParams({ body, key: crypto.randomUUID() }),
    redirect: "manual",
  });
  await response.text();
  if (response.status !== 303) throw new Error(`Publishing was answered with ${response.status}.`);
}

/** A job leaves its table when it is done. */
async function untilDone(connection: Connection) {
  for (;;) {
    const [rows] = await connection.query<RowDataPacket[]>(
      "select id from jobs where kind in ('fan-out', 'take-back') and failed_at is null limit 1",
    );
    if (rows.length === 0) return;
    await Bun.sleep(2);
  }
}

/** Removes the newest post, and answers how many followers had it. */
async function takeAway(connection: Connection, { id }: Writer): Promise<number> {
  const [posts] = await connection.execute<RowDataPacket[]>(
    "select max(id) as id from posts where author_id = ?",
    [String(id)],
  );
  const post = String(posts[0]?.id);
  const [removed] = await connection.execute<ResultSetHeader>(
    `delete home_rows from follows join home_rows on home_rows.reader_id = follows.follower_id
     where follows.followee_id = ? and home_rows.post_id = ?`,
    [String(id), post],
  );
  await connection.execute("delete from home_rows where reader_id = ? and post_id = ?", [String(id), post]);
  await connection.execute("delete from posts where id = ?", [post]);
  await connection.execute("update users set posts_count = posts_count - 1 where id = ?", [String(id)]);
  return removed.affectedRows;
}
