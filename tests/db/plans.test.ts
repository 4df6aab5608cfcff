/*
 * Among 100,000 posts, by few people or many, no question reads more than a page needs. What counts is what the engine
 * says about the rows and index entries it went through: plans differ between MariaDB and MySQL, and this must hold on
 * both.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "drizzle-orm";
import { jobs } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { follow, unfollow } from "../../src/domain/follows.ts";
import { countNewer, homePage } from "../../src/domain/home.ts";
import { fill, putToSleep, wake } from "../../src/domain/home-upkeep.ts";
import { inbox, markRead, toldSince } from "../../src/domain/notifications/inbox.ts";
import { findProfile, followersOf, followingOf, type Viewer, whomToFollow } from "../../src/domain/people.ts";
import { explore, findPost, postsBy } from "../../src/domain/posts.ts";
import { removeBelongings } from "../../src/domain/removal.ts";
import { findSession, startSession } from "../../src/domain/sessions.ts";
import { claim } from "../../src/jobs/queue.ts";
import { keysUsed, rowsRead } from "../support/rows-read.ts";
import { transaction } from "../support/transaction.ts";
import { endOfTheWorld, idOfPost, POSTS, world } from "../support/world.ts";

setDefaultTimeout(60_000);

const MIDDLE = idOfPost(POSTS / 2);

let there: Awaited<ReturnType<typeof world>>;
let token: string;
afterAll(endOfTheWorld);

describe.each([3, 2000])("among %i people", (inhabitants) => {
  beforeAll(async () => {
    there = await world(inhabitants);
    await putToSleep(there.reader.id);
    await wake(there.reader);
    await fill(there.reader.id);
    await putToSleep(there.hider.id);
    await wake(there.hider);
    await fill(there.hider.id);
    token = await startSession(there.star.id, { remember: false, userAgent: "Test", address: "" });
  });

  const timeline = 99;
  const page = 200;
  const row = 10;
  const questions: [question: string, most: number, ask: () => Promise<unknown>][] = [
    ["the home page", timeline, () => homePage(there.reader)],
    ["the home page of someone quiet", timeline, () => homePage(there.quiet)],
    ["how many posts are newer", timeline, () => countNewer(there.reader, idOfPost(POSTS - 50))],
    ["the newest of all posts", timeline, () => explore(there.reader)],
    ["older ones", timeline, () => explore(null, MIDDLE)],
    ["the posts of the star", timeline, () => postsBy(there.star, there.reader)],
    ["older ones of the star", timeline, () => postsBy(there.star, null, MIDDLE)],
    ["the posts of someone quiet", timeline, () => postsBy(there.quiet, there.reader)],
    ["older ones of someone quiet", timeline, () => postsBy(there.quiet, null, MIDDLE)],
    ["the newest of all posts, for someone who hides a thousand", timeline, () => explore(there.hider)],
    ["the home page of someone who hides a thousand", timeline, () => homePage(there.hider)],
    ["a post", row, () => findPost(MIDDLE, there.reader)],
    ["a profile", row, () => findProfile("person_1", there.reader)],
    ["the followers of the star", page, () => followersOf(there.star, there.reader)],
    ["older ones of them", page, () => followersOf(there.star, there.reader, 3000)],
    ["whom the reader follows", page, () => followingOf(there.reader, there.reader)],
    ["older ones of those", page, () => followingOf(there.reader, there.star, 1500)],
    ["whom to follow", 1600, () => whomToFollow(there.reader)], // of the authors of the last 200 posts
    ["unfollowing and following the star", 2500, () => unfollowAndFollow(there.quiet, there.star)],
    ["whose session it is, with 50,000 unread", 240, () => findSession(token)],
    ["what the star was told", 2 * page, () => inbox(there.star)],
    ["older ones of those", 2 * page, () => inbox(there.star, MIDDLE)],
    ["what the star was told since", 4 * page, () => toldSince(there.star, MIDDLE)],
    [
      "marking a page of it as read",
      page,
      () => markRead(there.star, { oldest: MIDDLE, newest: idOfPost(POSTS / 2 + 40) }),
    ],
    ["the next of 20,000 jobs", row, claim],
    ["removing what is somebody's", 20_000 + page, () => transact((tx) => removeBelongings(tx, 7))], // all jobs, once
  ];

  test.each(questions)("%s: at most %i reads", async (_, most, ask) => {
    expect(await rowsRead(ask)).toBeWithin(1, most + 1);
  });
});

const byKey = { posts: "PRIMARY" };
const alongRows = { home_rows: "PRIMARY", posts: "PRIMARY" };
const alongAuthor = { posts: "posts_author" };

test.each<[timeline: string, keys: Record<string, string>, ask: () => Promise<unknown>]>([
  ["the home page", alongRows, () => homePage(there.reader)],
  ["how many posts are newer", alongRows, () => countNewer(there.reader, idOfPost(POSTS - 50))],
  ["the newest of all posts", byKey, () => explore(there.reader)],
  ["older ones", byKey, () => explore(null, MIDDLE)],
  ["the posts of the star", alongAuthor, () => postsBy(there.star, there.reader)],
  ["older ones of the star", alongAuthor, () => postsBy(there.star, null, MIDDLE)],
  ["the posts of someone quiet", alongAuthor, () => postsBy(there.quiet, there.reader)],
])("%s: along %o", async (_, keys, ask) => {
  expect(await keysUsed(ask)).toMatchObject(keys);
});

describe("for someone who follows a thousand", () => {
  const FOLLOWS = 1000;
  /** Half of them twice (the edge, and whether they are seen), the newest of everybody's posts, and a page. */
  const BELOW = FOLLOWS + 50 * 21 + 1000;

  beforeAll(async () => {
    there = await world(2 * FOLLOWS);
    await putToSleep(there.reader.id);
  });

  test(`the home page of a sleeper: at most ${BELOW} reads`, async () => {
    expect(await rowsRead(() => homePage(there.reader))).toBeWithin(FOLLOWS, BELOW);
  });

  test("their rows when they wake: at most a few hundred more for each ten", async () => {
    await wake(there.reader);

    expect(await rowsRead(() => fill(there.reader.id))).toBeWithin(FOLLOWS, BELOW + 50 * 100);
  });

  test.each([2, 100])(`the home page below the floor, 1/%i down: at most ${BELOW} reads`, async (part) => {
    const before = idOfPost(POSTS / part);

    expect(await rowsRead(() => homePage(there.reader, before))).toBeWithin(FOLLOWS, BELOW);
  });
});

test("the next job is found as quickly behind many that run and many that failed", async () => {
  await using worker = await transaction(); // without the deadline that the app's statements have
  await worker.tx.execute(sql`update ${jobs} set failed_at = utc_timestamp(3) where id > 2000`);
  await worker.tx.execute(
    sql`update ${jobs} set locked_until = utc_timestamp(3) + interval 1 minute where id > 1950`,
  );
  await worker.commit();

  expect(await rowsRead(claim)).toBeWithin(1, 200);
});

/** Takes what they wrote out of a home, and brings some of it back. */
async function unfollowAndFollow(viewer: Viewer, followee: Viewer) {
  await unfollow(viewer, followee);
  await follow(viewer, followee);
}
