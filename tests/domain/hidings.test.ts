import { beforeEach, describe, expect, test } from "bun:test";
import { and, eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { follows, hidings, homeRows, users } from "../../db/schema.ts";
import { block, unblock } from "../../src/domain/blocks.ts";
import { follow } from "../../src/domain/follows.ts";
import { hiddenBy, mute, unmute } from "../../src/domain/hidings.ts";
import { countNewer, homePage } from "../../src/domain/home.ts";
import { fill, putToSleep } from "../../src/domain/home-upkeep.ts";
import { PAGE_SIZE } from "../../src/domain/page.ts";
import { findProfile, followersOf, followingOf, type Viewer, whomToFollow } from "../../src/domain/people.ts";
import { explore, findPost, postsBy, publish } from "../../src/domain/posts.ts";
import { runJobs } from "../support/jobs.ts";
import { bodies, toTheEnd } from "../support/pages.ts";
import { people, person } from "../support/people.ts";

let ada: Viewer;
let grace: Viewer;
let linus: Viewer;

beforeEach(async () => {
  ({ ada, grace, linus } = await people());
});

/** What a viewer reads of all posts, wherever lists of them stand. */
async function reads(viewer: Viewer | null, author: Viewer) {
  return {
    explore: bodies((await explore(viewer)).items),
    profile: bodies((await postsBy(author, viewer)).items),
    home: viewer ? bodies((await homePage(viewer)).items) : [],
  };
}

const hide = (person: Viewer, hidden = true) =>
  db.update(users).set({ hidden }).where(eq(users.id, person.id));

const names = (people: { username: string }[]) => people.map(({ username }) => username);

describe("a block", () => {
  test("hides the posts of each from the other, and from nobody else", async () => {
    const hers = await publish(ada, { body: "ada’s" });
    const his = await publish(grace, { body: "grace’s" });
    await runJobs();
    await block(ada, grace);

    for (const [viewer, other, post] of [
      [ada, grace, his],
      [grace, ada, hers],
    ] as const) {
      const own = viewer === ada ? ["ada’s"] : ["grace’s"];
      expect(await reads(viewer, other)).toEqual({ explore: own, profile: [], home: own });
      expect(await findPost(post, viewer)).toBeNull();
      expect(names(await whomToFollow(viewer))).toEqual([]);
    }
    for (const viewer of [linus, null]) {
      expect((await reads(viewer, ada)).explore).toEqual(["grace’s", "ada’s"]);
      expect(await findPost(hers, viewer)).not.toBeNull();
    }
  });

  test("hides the one who blocks; the other may be unblocked", async () => {
    await block(ada, grace);
    expect(await findProfile("ada", grace)).toBeNull();
    expect(await findProfile("ada", null)).not.toBeNull();
    expect(await findProfile("grace", ada)).toMatchObject({ blocked: true });
    expect(names((await hiddenBy(ada)).items)).toEqual(["grace"]);
    expect((await hiddenBy(grace)).items).toEqual([]);
  });

  test("ends follows both ways in the same step, with counts and home rows", async () => {
    await follow(ada, grace);
    await follow(grace, ada);
    await publish(ada, { body: "ada’s" });
    await publish(grace, { body: "grace’s" });
    await runJobs();
    await block(ada, grace);
    await block(ada, grace); // harmless

    expect(await db.$count(follows)).toBe(0);
    for (const [reader, author] of [
      [ada, grace],
      [grace, ada],
    ] as const) {
      const rows = and(eq(homeRows.readerId, reader.id), eq(homeRows.authorId, author.id));
      expect(await db.$count(homeRows, rows)).toBe(0);
    }
    const [counts] = await db
      .select({ followers: users.followersCount, following: users.followingCount })
      .from(users)
      .where(eq(users.id, grace.id));
    expect(counts).toEqual({ followers: 0, following: 0 });
  });

  test("lets neither follow the other; lifted, nothing is as before, and all is possible", async () => {
    await follow(grace, ada);
    await block(ada, grace);
    await follow(grace, ada);
    await follow(ada, grace);
    expect(await db.$count(follows)).toBe(0);
    await unblock(ada, grace);
    expect(await db.$count(follows)).toBe(0);
    expect(await db.$count(hidings)).toBe(0);
    await follow(grace, ada);
    expect(await db.$count(follows)).toBe(1);
  });

  test("by both stands until both have lifted theirs", async () => {
    await block(ada, grace);
    await block(grace, ada);
    await unblock(ada, grace);
    expect(await findProfile("grace", ada)).toBeNull();
    expect(await findProfile("ada", grace)).toMatchObject({ blocked: true });
    await unblock(grace, ada);
    expect(await db.$count(hidings)).toBe(0);
  });

  test("of oneself is none", async () => {
    await block(ada, ada);
    await mute(ada, ada);
    expect(await db.$count(hidings)).toBe(0);
  });

  test("leaves each out of the lists of people that the other reads", async () => {
    await follow(grace, linus);
    await follow(linus, grace);
    await follow(ada, linus);
    await block(ada, grace);
    expect(names((await followersOf(linus, ada)).items)).toEqual(["ada"]);
    expect(names((await followersOf(linus, grace)).items)).toEqual(["grace"]);
    expect(names((await followingOf(linus, ada)).items)).toEqual([]);
    expect(names((await followersOf(linus, null)).items)).toEqual(["ada", "grace"]);
  });
});

describe("muting", () => {
  test("leaves someone out of timelines, and shows them on their own pages", async () => {
    await follow(ada, grace);
    const post = await publish(grace, { body: "grace’s" });
    await runJobs();
    await mute(ada, grace);
    expect(await reads(ada, grace)).toEqual({ explore: [], home: [], profile: ["grace’s"] });
    expect(await countNewer(ada, 1)).toBe(0);
    expect(await findPost(post, ada)).not.toBeNull();
    expect(await findProfile("grace", ada)).toMatchObject({ muted: true, followed: true });
    expect(await findProfile("ada", grace)).toMatchObject({ muted: false });
    expect((await reads(grace, grace)).explore).toEqual(["grace’s"]);

    await unmute(ada, grace);
    expect((await reads(ada, grace)).home).toEqual(["grace’s"]);
  });

  test("keeps pages full, and what was written meanwhile comes back", async () => {
    await follow(ada, grace);
    await follow(ada, linus);
    await mute(ada, grace);
    for (let number = 0; number <= PAGE_SIZE; number++) {
      await publish(linus, { body: `linus ${number}` });
      await publish(grace, { body: `grace ${number}` });
    }
    await runJobs();
    const page = (await homePage(ada)).items;
    expect(page.length).toBe(PAGE_SIZE);
    expect(page.every(({ author }) => author.id === linus.id)).toBe(true);
    await unmute(ada, grace);
    expect((await toTheEnd((before) => homePage(ada, before))).length).toBe(2 * (PAGE_SIZE + 1));
  });

  test("holds for a reader who wakes, too, and ends for them without a gap", async () => {
    await follow(ada, grace);
    await publish(grace, { body: "grace’s" });
    await runJobs();
    await mute(ada, grace);
    await putToSleep(ada.id);
    expect((await homePage(ada)).items).toEqual([]);
    await fill(ada.id);
    expect((await homePage(ada)).items).toEqual([]);
    await unmute(ada, grace);
    expect(bodies((await homePage(ada)).items)).toEqual(["grace’s"]);
  });
});

test("someone hidden is seen by nobody but themselves, and comes back whole", async () => {
  await follow(ada, grace);
  await follow(grace, ada);
  const post = await publish(grace, { body: "grace’s" });
  await runJobs();
  await hide(grace);

  for (const viewer of [ada, null]) {
    expect(await reads(viewer, grace)).toEqual({ explore: [], profile: [], home: [] });
    expect(await findPost(post, viewer)).toBeNull();
    expect(await findProfile("grace", viewer)).toBeNull();
    expect(names((await followersOf(ada, viewer)).items)).toEqual([]);
    expect(names((await followingOf(ada, viewer)).items)).toEqual([]);
    expect(names(await whomToFollow(viewer))).toEqual([]);
  }
  expect(await reads(grace, grace)).toEqual({
    explore: ["grace’s"],
    profile: ["grace’s"],
    home: ["grace’s"],
  });

  await hide(grace, false);
  expect((await reads(ada, grace)).home).toEqual(["grace’s"]);
});

test("the list of those one has hidden is paged, newest first", async () => {
  for (let number = 0; number <= PAGE_SIZE; number++) await mute(ada, await person(`person_${number}`));
  await block(ada, grace);
  await hide(linus);
  await block(ada, linus);
  const all = await toTheEnd((before) => hiddenBy(ada, before));
  expect(all.length).toBe(PAGE_SIZE + 2);
  expect(all[0]).toMatchObject({ username: "grace", why: "block" });
});
