import { expect, test } from "bun:test";
import { and, eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { homeReaders, homeRows, jobs, users } from "../../db/schema.ts";
import { follow, unfollow } from "../../src/domain/follows.ts";
import { countNewer, homePage } from "../../src/domain/home.ts";
import { NO_FLOOR } from "../../src/domain/home-rows.ts";
import { putAbsentToSleep, putToSleep, trim, trimAll } from "../../src/domain/home-upkeep.ts";
import type { PersonRef, Viewer } from "../../src/domain/people.ts";
import { deletePost, publish } from "../../src/domain/posts.ts";
import { wroteEarlier } from "../support/earlier-posts.ts";
import { runJobs } from "../support/jobs.ts";
import { bodies, toTheEnd } from "../support/pages.ts";
import { people, person } from "../support/people.ts";

const home = (reader: Viewer) => toTheEnd((before) => homePage(reader, before));
const rowsOf = (reader: PersonRef) => db.$count(homeRows, eq(homeRows.readerId, reader.id));
const floorOf = async (reader: PersonRef) => {
  const [row] = await db.select().from(homeReaders).where(eq(homeReaders.readerId, reader.id));
  return row?.floor ?? null;
};

/** Grace reads Ada, who has written "1" to "n" since. */
async function graceReadsAda(n: number) {
  const cast = await people();
  await follow(cast.grace, cast.ada);
  for (let number = 1; number <= n; number++) await publish(cast.ada, { body: `${number}` });
  await runJobs();
  return cast;
}

const numbersDownFrom = (n: number) => Array.from({ length: n }, (_, order) => `${n - order}`);

for (const followedFirst of [true, false]) {
  const when = followedFirst ? "before" : "after";

  test(`home is one's own and the followed, newest first (followed ${when} they wrote)`, async () => {
    await people();
    const [john, susan, mary, david] = [
      await person("john"),
      await person("susan"),
      await person("mary"),
      await person("david"),
    ];
    const followEachOther = async () => {
      await follow(john, susan);
      await follow(john, david);
      await follow(susan, mary);
      await follow(mary, david);
    };

    if (followedFirst) await followEachOther();
    for (const author of [john, david, mary, susan]) await publish(author, { body: author.username });
    if (!followedFirst) await followEachOther();
    await runJobs();

    expect(bodies(await home(john))).toEqual(["susan", "david", "john"]);
    expect(bodies(await home(susan))).toEqual(["susan", "mary"]);
    expect(bodies(await home(mary))).toEqual(["mary", "david"]);
    expect(bodies(await home(david))).toEqual(["david"]);
  });
}

test("the author sees a post at once, followers when the job has run", async () => {
  const { ada, grace } = await people();
  await follow(grace, ada);

  await publish(ada, { body: "Hello" });

  expect(bodies(await home(ada))).toEqual(["Hello"]);
  expect(await home(grace)).toEqual([]);
  await runJobs();
  expect(bodies(await home(grace))).toEqual(["Hello"]);
});

test("home has pages of twenty, to the end", async () => {
  const { grace } = await graceReadsAda(45);

  const first = await homePage(grace);

  expect(bodies(first.items)).toEqual(numbersDownFrom(45).slice(0, 20));
  expect(bodies(await home(grace))).toEqual(numbersDownFrom(45));
  expect(await homePage(grace, 1)).toEqual({ items: [], next: null });
});

test.each([1, 7, 19, 20, 21, 40, 45])(
  "below the newest %i rows, pages go on from the posts",
  async (kept) => {
    const { grace } = await graceReadsAda(45);

    await trim(grace.id, kept);

    expect(await rowsOf(grace)).toBe(kept);
    expect(bodies(await home(grace))).toEqual(numbersDownFrom(45));
  },
);

test("trimming nobody, or more than there is, changes nothing", async () => {
  const { grace } = await graceReadsAda(3);

  await trim(1, 10);
  await trim(grace.id, 10);

  expect(await floorOf(grace)).toBe(0);
  expect(await rowsOf(grace)).toBe(3);
});

test("only the crowded are trimmed, to 800 rows", async () => {
  const { ada, grace } = await graceReadsAda(3);
  const ids = await wroteEarlier(ada, 1001);
  await db.insert(homeRows).values(ids.map((postId) => ({ readerId: ada.id, postId, authorId: ada.id })));

  await trimAll(async () => {});

  expect(await rowsOf(ada)).toBe(800);
  expect(await floorOf(ada)).toBe(ids.at(-800) ?? null);
  expect(await rowsOf(grace)).toBe(3);
});

test("a sleeper has no rows, is answered at once, and has rows again when the job has run", async () => {
  const { ada, grace } = await graceReadsAda(45);
  await putToSleep(grace.id);
  await publish(ada, { body: "46" });
  await runJobs();
  expect(await rowsOf(grace)).toBe(0);

  expect(bodies(await home(grace))).toEqual(numbersDownFrom(46));
  expect(await floorOf(grace)).toBe(NO_FLOOR);

  await runJobs();
  expect(await floorOf(grace)).toBe(0);
  expect(await rowsOf(grace)).toBe(46);
  expect(bodies(await home(grace))).toEqual(numbersDownFrom(46));
});

test("who wakes to very many posts begins with the newest hundred rows", async () => {
  const { ada, grace } = await graceReadsAda(0);
  const ids = await wroteEarlier(ada, 130);
  await putToSleep(grace.id);

  await homePage(grace);
  await runJobs();

  expect(await rowsOf(grace)).toBe(100);
  expect(await floorOf(grace)).toBe(ids.at(-100) ?? null);
  expect(bodies(await home(grace))).toEqual(numbersDownFrom(130));
});

test("posts, follows and deletions between coming back and the job are not lost", async () => {
  const { ada, grace, linus } = await graceReadsAda(2);
  const early = await publish(linus, { body: "early" });
  await putToSleep(grace.id);
  await homePage(grace);

  await publish(ada, { body: "3" });
  await follow(grace, linus);
  await publish(linus, { body: "late" });
  await deletePost(linus, early);
  await runJobs();

  expect(bodies(await home(grace))).toEqual(["late", "3", "2", "1"]);
});

test("who leaves again and comes back is woken again", async () => {
  const { grace } = await graceReadsAda(2);
  for (let time = 1; time <= 2; time++) {
    await putToSleep(grace.id);
    await homePage(grace);
    await runJobs();
  }

  expect(await floorOf(grace)).toBe(0);
});

test("a reader whose job was lost is woken by their next visit", async () => {
  const { grace } = await graceReadsAda(2);
  await putToSleep(grace.id);
  await homePage(grace);
  await db.delete(jobs);

  await homePage(grace);
  await runJobs();

  expect(await floorOf(grace)).toBe(0);
});

test("those who have not come for 30 days are put to sleep", async () => {
  const { ada, grace, linus } = await graceReadsAda(1);
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);
  await db
    .update(users)
    .set({ lastSeenAt: daysAgo(31) })
    .where(eq(users.id, grace.id));
  await db
    .update(users)
    .set({ lastSeenAt: daysAgo(29) })
    .where(eq(users.id, linus.id));

  await putAbsentToSleep(async () => {});

  expect(await floorOf(grace)).toBeNull();
  expect(await rowsOf(grace)).toBe(0);
  expect(await floorOf(linus)).toBe(0);
  expect(await floorOf(ada)).toBe(0);
});

test("following brings earlier posts, unfollowing takes them away", async () => {
  const { grace, linus } = await graceReadsAda(2);
  await wroteEarlier(linus, 25);

  await follow(grace, linus);
  expect(await home(grace)).toHaveLength(27);

  await unfollow(grace, linus);
  expect(bodies(await home(grace))).toEqual(["2", "1"]);
  expect(await rowsOf(grace)).toBe(2);
});

test("following someone who wrote very much raises the floor, and loses nothing", async () => {
  const { grace, linus } = await graceReadsAda(3);
  const ids = await wroteEarlier(linus, 410);

  await follow(grace, linus);

  expect(await floorOf(grace)).toBe(ids.at(-400) ?? null);
  expect(bodies(await home(grace))).toEqual([...numbersDownFrom(410), "3", "2", "1"]);
  await trim(grace.id, 402); // which would reach below the floor
  expect(bodies(await home(grace))).toEqual([...numbersDownFrom(410), "3", "2", "1"]);
});

test("a deleted post leaves every home page at once, and its rows with the job", async () => {
  const { ada, grace } = await graceReadsAda(0);
  const id = await publish(ada, { body: "Hello" });
  await runJobs();

  await deletePost(ada, id);
  expect(await home(grace)).toEqual([]);
  expect(await home(ada)).toEqual([]);

  await runJobs();
  expect(await db.$count(homeRows)).toBe(0);
});

test("a post that is deleted before the job has run reaches nobody", async () => {
  const { ada } = await graceReadsAda(0);

  await deletePost(ada, await publish(ada, { body: "Hello" }));
  await runJobs();

  expect(await db.$count(homeRows)).toBe(0);
});

test("the posts of those one does not follow never come", async () => {
  const { grace, linus } = await graceReadsAda(1);
  await publish(linus, { body: "Hello" });
  await runJobs();

  expect(bodies(await home(grace))).toEqual(["1"]);
  expect(
    await db.$count(homeRows, and(eq(homeRows.readerId, grace.id), eq(homeRows.authorId, linus.id))),
  ).toBe(0);
});

test("newer posts are counted, one's own left out, no further than asked", async () => {
  const { ada, grace } = await graceReadsAda(1);
  const newest = (await home(grace))[0]?.id ?? 0;
  for (const body of ["2", "3", "4"]) await publish(ada, { body });
  await publish(grace, { body: "mine" });
  await runJobs();

  expect(await countNewer(grace, newest)).toBe(3);
  expect(await countNewer(grace, newest, 2)).toBe(2);
  expect(await countNewer(grace, Number.MAX_SAFE_INTEGER)).toBe(0);
});
