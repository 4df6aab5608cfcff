/** What stands below the floor of somebody who follows very many. */
import { beforeEach, expect, test } from "bun:test";
import { desc, inArray } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { follows, posts } from "../../db/schema.ts";
import { followedPosts } from "../../src/domain/followed-posts.ts";
import { mute } from "../../src/domain/hidings.ts";
import { newId } from "../../src/domain/ids.ts";
import { NEWEST, PAGE_SIZE } from "../../src/domain/page.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { wroteEarlier } from "../support/earlier-posts.ts";
import { crowd, people } from "../support/people.ts";

let there: Awaited<ReturnType<typeof people>>;

beforeEach(async () => {
  there = await people();
  const followed = [there.ada, ...(await crowd(600))];
  await db
    .insert(follows)
    .values(followed.map(({ id }) => ({ id: newId(), followerId: there.grace.id, followeeId: id })));
});

/** What grace should find: what these wrote, by the plainest question there is. */
async function writtenBy(authors: Viewer[], limit: number) {
  const ids = authors.map(({ id }) => id);
  const rows = await db.select().from(posts).where(inArray(posts.authorId, ids)).orderBy(desc(posts.id));
  return rows.slice(0, limit).map(({ id }) => id);
}

const found = async (before: number, limit: number) =>
  (await followedPosts(there.grace, before, limit)).map(({ id }) => id);

test("their newest, and one's own, among what strangers write", async () => {
  const { ada, grace, linus } = there;
  for (const author of [ada, linus, grace, linus, ada]) await wroteEarlier(author, 30);

  expect(await found(NEWEST, PAGE_SIZE)).toEqual(await writtenBy([ada, grace], PAGE_SIZE));
  expect(await found(NEWEST, 70)).toEqual(await writtenBy([ada, grace], 70));
  const [last] = (await found(NEWEST, 40)).slice(-1);
  expect(await found(last ?? 0, 20)).toEqual((await writtenBy([ada, grace], 60)).slice(40));
});

test("all there are, where there are fewer", async () => {
  const { ada, grace, linus } = there;
  for (const author of [ada, linus, grace]) await wroteEarlier(author, 7);

  expect(await found(NEWEST, PAGE_SIZE)).toEqual(await writtenBy([ada, grace], PAGE_SIZE));
  expect(await found(1, PAGE_SIZE)).toEqual([]);
});

test("also behind more posts by strangers than are looked at", async () => {
  const { ada, linus } = there;
  await wroteEarlier(ada, 30);
  await wroteEarlier(linus, 1100);
  await wroteEarlier(ada, 3);

  expect(await found(NEWEST, PAGE_SIZE)).toEqual(await writtenBy([ada], PAGE_SIZE));
});

test("nothing by whom one has muted, however near", async () => {
  const { ada, grace } = there;
  for (const author of [grace, ada]) await wroteEarlier(author, 30);
  await mute(grace, ada);

  expect(await found(NEWEST, PAGE_SIZE)).toEqual(await writtenBy([grace], PAGE_SIZE));
});
