/*
 * What may happen to a home timeline at once. The real code is stopped half-way by a lock that the test holds, then the
 * other thing happens. Beside each stands what happens without the protection, step by step.
 */
import { expect, test } from "bun:test";
import { desc, eq, gte } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { follows, homeReaders, homeRows, posts } from "../../db/schema.ts";
import { follow, unfollow } from "../../src/domain/follows.ts";
import { homePage } from "../../src/domain/home.ts";
import { fanOut } from "../../src/domain/home-rows.ts";
import { fill, putToSleep, trim } from "../../src/domain/home-upkeep.ts";
import { newId } from "../../src/domain/ids.ts";
import type { PersonRef, Viewer } from "../../src/domain/people.ts";
import { deletePost, publish } from "../../src/domain/posts.ts";
import { claim, finish } from "../../src/jobs/queue.ts";
import { wroteEarlier } from "../support/earlier-posts.ts";
import { runJobs } from "../support/jobs.ts";
import { bodies } from "../support/pages.ts";
import { people } from "../support/people.ts";
import { transaction, waitingForLocks } from "../support/transaction.ts";

const home = async (reader: Viewer) => bodies((await homePage(reader)).items);
const rowsOf = (reader: PersonRef) => db.$count(homeRows, eq(homeRows.readerId, reader.id));

/** Grace reads Ada, who has published "Hello"; the job that brings it to Grace has not run. */
async function helloFromAda() {
  const cast = await people();
  await follow(cast.grace, cast.ada);
  const hello = await publish(cast.ada, { body: "Hello" });
  return { ...cast, hello };
}

/** Grace, who reads Ada, has just come back to find "1", "2", "3"; the job that gives her rows has not run. */
async function graceIsBack() {
  const cast = await people();
  await follow(cast.grace, cast.ada);
  const ids = await wroteEarlier(cast.ada, 3);
  await putToSleep(cast.grace.id);
  await homePage(cast.grace);
  return { ...cast, oldest: ids[0] ?? 0, newest: ids[2] ?? 0 };
}

/** Holds whoever wants the reader's floor, until it is rolled back. */
async function holdFloor(reader: PersonRef) {
  const held = await transaction();
  await held.tx.select().from(homeReaders).where(eq(homeReaders.readerId, reader.id)).for("update");
  return held;
}

/** Holds whoever wants to be sure of this post, until it is rolled back. */
async function holdPost(id: number) {
  const held = await transaction();
  await held.tx.delete(posts).where(eq(posts.id, id));
  return held;
}

const giveRow = (reader: PersonRef, postId: number, author: PersonRef) =>
  db.insert(homeRows).values({ readerId: reader.id, postId, authorId: author.id });

test("who unfollows in the middle of a fan-out keeps no row", async () => {
  const { ada, grace } = await helloFromAda();
  await using held = await holdFloor(grace);
  const fanningOut = runJobs();
  await waitingForLocks(1);

  const unfollowing = unfollow(grace, ada);
  await waitingForLocks(2);
  await held.rollback();
  await Promise.all([fanningOut, unfollowing]);

  expect(await rowsOf(grace)).toBe(0);
});

test("without: followers read first, rows written later leave a ghost", async () => {
  const { ada, grace, hello } = await helloFromAda();

  const followers = await db.select().from(follows).where(eq(follows.followeeId, ada.id));
  await unfollow(grace, ada);
  for (const { followerId } of followers) await giveRow({ ...grace, id: followerId }, hello, ada);

  expect(await home(grace)).toEqual(["Hello"]);
});

test("a post that is deleted in the middle of its fan-out leaves no row", async () => {
  const { ada, grace, hello } = await helloFromAda();
  await using held = await holdFloor(grace);
  const fanningOut = runJobs();
  await waitingForLocks(1);

  const deleting = deletePost(ada, hello);
  await waitingForLocks(2);
  await held.rollback();
  await Promise.all([fanningOut, deleting]);
  await runJobs();

  expect(await rowsOf(grace)).toBe(0);
});

test("without: the row comes after the deletion has taken all back", async () => {
  const { ada, grace, hello } = await helloFromAda();

  const followers = await db.select().from(follows).where(eq(follows.followeeId, ada.id));
  await deletePost(ada, hello);
  await runJobs();
  for (const { followerId } of followers) await giveRow({ ...grace, id: followerId }, hello, ada);

  expect(await rowsOf(grace)).toBe(1);
});

test("who follows while the followed one publishes misses nothing", async () => {
  const { ada, grace } = await people();
  await using held = await holdFloor(grace);
  const following = follow(grace, ada);
  await waitingForLocks(1);

  const publishing = publish(ada, { body: "Hello" });
  await waitingForLocks(2);
  await held.rollback();
  await Promise.all([following, publishing]);
  await runJobs();

  expect(await home(grace)).toEqual(["Hello"]);
});

test("without: the fan-out does not see the edge yet, nor the follow the post", async () => {
  const { ada, grace } = await people();
  await using following = await transaction();
  await following.tx.insert(follows).values({ id: newId(), followerId: grace.id, followeeId: ada.id });
  expect(await following.tx.select().from(posts).where(eq(posts.authorId, ada.id))).toEqual([]);

  const id = newId();
  await db.insert(posts).values({ id, authorId: ada.id, body: "Hello", createdAt: new Date() });
  await fanOut(id, ada.id, async () => {});
  await following.commit();

  expect(await home(grace)).toEqual([]);
});

test("a trim while a page is read leaves no gap", async () => {
  const { ada, grace } = await people();
  await wroteEarlier(ada, 60);
  await follow(grace, ada);

  for (let keep = 59; keep > 0; keep -= 2) {
    const [page] = await Promise.all([home(grace), trim(grace.id, keep)]);
    expect(page).toEqual(Array.from({ length: 20 }, (_, order) => `${60 - order}`));
  }
});

test("without: floor first and rows later, the page ends where the trim has cut", async () => {
  const { ada, grace } = await people();
  await wroteEarlier(ada, 60);
  await follow(grace, ada);

  const [reader] = await db.select().from(homeReaders).where(eq(homeReaders.readerId, grace.id));
  await trim(grace.id, 5);
  const rows = await db
    .select()
    .from(homeRows)
    .where(gte(homeRows.postId, reader?.floor ?? 0))
    .orderBy(desc(homeRows.postId))
    .limit(20);

  expect(reader?.floor).toBe(0); // which says: there is nothing below
  expect(rows).toHaveLength(5);
});

test("a post published while a reader's rows are written reaches them", async () => {
  const { ada, grace, oldest } = await graceIsBack();
  await using held = await holdPost(oldest);
  const filling = runJobs();
  await waitingForLocks(1);

  await publish(ada, { body: "Hello" });
  const fanningOut = runJobs();
  await waitingForLocks(2);
  await held.rollback();
  await Promise.all([filling, fanningOut]);

  expect(await rowsOf(grace)).toBe(4);
  expect(await home(grace)).toEqual(["Hello", "3", "2", "1"]);
});

test("without: rows first and awake later, the post passes by", async () => {
  const { ada, grace } = await graceIsBack();
  await fill(grace.id);
  await db.delete(homeReaders).where(eq(homeReaders.readerId, grace.id));

  await publish(ada, { body: "Hello" });
  await runJobs();
  await db.insert(homeReaders).values({ readerId: grace.id, floor: 0 });

  expect(await home(grace)).toEqual(["3", "2", "1"]);
});

test("who unfollows while their rows are written keeps none", async () => {
  const { ada, grace, oldest } = await graceIsBack();
  await using held = await holdPost(oldest);
  const filling = runJobs();
  await waitingForLocks(1);

  const unfollowing = unfollow(grace, ada);
  await waitingForLocks(2);
  await held.rollback();
  await Promise.all([filling, unfollowing]);

  expect(await home(grace)).toEqual([]);
});

test("without: the rows are written for whom one no longer follows", async () => {
  const { ada, grace } = await graceIsBack();

  const found = await db.select({ id: posts.id }).from(posts).where(eq(posts.authorId, ada.id));
  await unfollow(grace, ada);
  for (const { id } of found) await giveRow(grace, id, ada);
  await db.update(homeReaders).set({ floor: 0 });

  expect(await home(grace)).toEqual(["3", "2", "1"]);
});

test("a post that is deleted while a reader's rows are written leaves no row", async () => {
  const { ada, grace, oldest, newest } = await graceIsBack();
  await using held = await holdPost(oldest);
  const filling = runJobs();
  await waitingForLocks(1);

  await deletePost(ada, newest);
  await runJobs();
  await held.rollback();
  await filling;

  expect(await rowsOf(grace)).toBe(2);
});

test("who leaves and comes back while the job of the last time ends is woken again", async () => {
  const { grace } = await graceIsBack();
  const job = await claim();
  await fill(grace.id);
  await putToSleep(grace.id);

  await homePage(grace);
  if (job) await finish(job);
  await runJobs();

  expect(await rowsOf(grace)).toBe(3);
});
