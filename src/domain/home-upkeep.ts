import { and, count, desc, eq, gt, inArray, lt } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { homeReaders, homeRows, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { lockCounts } from "./counts.ts";
import { followedIds } from "./followed-posts.ts";
import { addRows, lockFloor, NO_FLOOR, setFloor } from "./home-rows.ts";

/** Trimming leaves this many rows to a reader, and begins when there are a quarter more. */
const KEEP = 800;

/** A reader who has not come for this long is put to sleep. */
const SLEEP_AFTER_DAYS = 30;

/** How many rows a reader who wakes begins with; below them pages come from the posts themselves. */
const FILL = 100;

const READERS_AT_ONCE = 200;

/**
 * A reader has come back: from now on their rows are written again. They count only when `fill` has set a floor, as
 * posts published in this moment may have passed them by.
 */
export async function wake(reader: { id: number }): Promise<void> {
  await transact(async (tx) => {
    await tx.insert(homeReaders).ignore().values({ readerId: reader.id, floor: NO_FLOOR });
    await enqueue(tx, "wake", { readerId: reader.id }, { key: `wake:${reader.id}` });
  });
  jobsWaiting();
}

/**
 * Writes the newest rows of a reader who woke up and sets the floor under them. Harmless when repeated. The reader's
 * counts are locked so that they follow and unfollow nobody in the meantime: an unfollow between the reading of the
 * posts and the writing of the rows would leave ghosts.
 */
export async function fill(readerId: number): Promise<void> {
  await transact(async (tx) => {
    await lockCounts(tx, readerId);
    if ((await lockFloor(tx, readerId)) !== NO_FLOOR) return;
    // Also of those who are muted or hidden at the moment: that may end, and the floor stays.
    const reader = { id: readerId, skips: "nobody" as const };
    const newest = await followedIds(tx, reader, NO_FLOOR, FILL, reader);
    if (newest.length > 0) await addRows(tx, readerId, newest);
    await setFloor(tx, readerId, newest.length < FILL ? 0 : Math.min(...newest));
  });
}

/** Leaves the newest rows of a reader and raises the floor to them. */
export async function trim(readerId: number, keep = KEEP): Promise<void> {
  await transact(async (tx) => {
    const floor = await lockFloor(tx, readerId);
    if (floor === null || floor === NO_FLOOR) return;
    const [oldest] = await tx
      .select({ id: homeRows.postId })
      .from(homeRows)
      .where(eq(homeRows.readerId, readerId))
      .orderBy(desc(homeRows.postId))
      .limit(1)
      .offset(keep - 1);
    if (oldest === undefined) return;
    const raised = Math.max(floor, oldest.id);
    await setFloor(tx, readerId, raised);
    await tx.delete(homeRows).where(and(eq(homeRows.readerId, readerId), lt(homeRows.postId, raised)));
  });
}

/** Puts a reader to sleep: no rows, no floor, and nothing is written for them until they come back. */
export async function putToSleep(readerId: number): Promise<void> {
  await transact(async (tx) => {
    if ((await lockFloor(tx, readerId)) === null) return;
    await tx.delete(homeReaders).where(eq(homeReaders.readerId, readerId));
    await tx.delete(homeRows).where(eq(homeRows.readerId, readerId));
  });
}

/** Trims every reader who has collected too many rows. */
export async function trimAll(between: () => Promise<void>): Promise<void> {
  for (let done = 0; ; ) {
    const readers = await readersAfter(done);
    const last = readers.at(-1);
    if (last === undefined) return;
    const crowded = await db
      .select({ id: homeRows.readerId })
      .from(homeRows)
      .where(inArray(homeRows.readerId, readers))
      .groupBy(homeRows.readerId)
      .having(gt(count(), KEEP * 1.25));
    for (const { id } of crowded) await trim(id);
    done = last;
    await between();
  }
}

/** Puts every reader to sleep who has not come for a long time. */
export async function putAbsentToSleep(between: () => Promise<void>): Promise<void> {
  const longAgo = new Date(Date.now() - SLEEP_AFTER_DAYS * 24 * 3600 * 1000);
  for (let done = 0; ; ) {
    const absent = await db
      .select({ id: users.id })
      .from(users)
      .innerJoin(homeReaders, eq(homeReaders.readerId, users.id))
      .where(and(lt(users.lastSeenAt, longAgo), gt(users.id, done)))
      .orderBy(users.id)
      .limit(READERS_AT_ONCE);
    const last = absent.at(-1);
    if (last === undefined) return;
    for (const { id } of absent) await putToSleep(id);
    done = last.id;
    await between();
  }
}

async function readersAfter(done: number): Promise<number[]> {
  const readers = await db
    .select({ id: homeReaders.readerId })
    .from(homeReaders)
    .where(gt(homeReaders.readerId, done))
    .orderBy(homeReaders.readerId)
    .limit(READERS_AT_ONCE);
  return readers.map((reader) => reader.id);
}
