/*
 * What may happen at once, and what keeps it harmless. Beside each test of the real code stands what happens without:
 * the order of statements that one would write first, taken step by step by two transactions.
 */
import { expect, test } from "bun:test";
import { and, eq, sql } from "drizzle-orm";
import { isConflict, isDuplicate } from "../../db/faults.ts";
import { follows, posts, users } from "../../db/schema.ts";
import { follow } from "../../src/domain/follows.ts";
import { newId } from "../../src/domain/ids.ts";
import { findProfile, type PersonRef } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { people } from "../support/people.ts";
import { deadlocks, transaction } from "../support/transaction.ts";

type Tx = Awaited<ReturnType<typeof transaction>>["tx"];

const followersCount = async (person: PersonRef) =>
  (await findProfile(person.username, null))?.followersCount;
const oneMore = (tx: Tx, count: "followersCount" | "followingCount", person: PersonRef) =>
  tx
    .update(users)
    .set({ [count]: sql`${users[count]} + 1` })
    .where(eq(users.id, person.id));
const writeEdge = (tx: Tx, follower: PersonRef, followee: PersonRef) =>
  tx.insert(follows).ignore().values({ id: newId(), followerId: follower.id, followeeId: followee.id });

test("a double follow counts once", async () => {
  const { ada, grace } = await people();

  await Promise.all(Array.from({ length: 10 }, () => follow(grace, ada)));

  expect(await followersCount(ada)).toBe(1);
});

test("without: looking first, both see no edge and both count", async () => {
  const { ada, grace } = await people();
  await using one = await transaction();
  await using other = await transaction();

  const edge = and(eq(follows.followerId, grace.id), eq(follows.followeeId, ada.id));
  expect(await one.tx.$count(follows, edge)).toBe(0);
  expect(await other.tx.$count(follows, edge)).toBe(0);
  for (const { tx, commit } of [one, other]) {
    await writeEdge(tx, grace, ada);
    await oneMore(tx, "followersCount", ada);
    await commit();
  }

  expect(await followersCount(ada)).toBe(2);
});

test("people who follow each other, or one person, at once do not deadlock", async () => {
  const { ada, grace, linus } = await people();
  const before = await deadlocks();

  for (let n = 0; n < 10; n++) {
    await Promise.all([follow(ada, grace), follow(grace, ada), follow(linus, ada), follow(linus, grace)]);
  }

  expect(await deadlocks()).toBe(before);
});

test("without: each changing their own count first, they deadlock", async () => {
  const { ada, grace } = await people();
  const before = await deadlocks();
  await using adas = await transaction();
  await using graces = await transaction();

  await oneMore(adas.tx, "followingCount", ada);
  await oneMore(graces.tx, "followingCount", grace);
  const ends = await Promise.allSettled([
    oneMore(adas.tx, "followersCount", grace).execute(),
    oneMore(graces.tx, "followersCount", ada).execute(),
  ]);

  const [lost] = ends.filter((end) => end.status === "rejected");
  expect(isConflict(lost?.reason)).toBe(true);
  expect(await deadlocks()).toBe((before ?? 0) + 1);
});

test("a double submit is one post, for whoever asks", async () => {
  const { ada } = await people();

  const ids = await Promise.all([1, 2].map(() => publish(ada, { body: "Hello", key: "form-1" })));

  expect(ids[0]).toBe(ids[1] ?? 0);
});

test("without: looking first, both find no post and one person gets an error", async () => {
  const { ada } = await people();
  await using one = await transaction();
  await using other = await transaction();
  const submission = Buffer.from("the same content");
  const write = (tx: Tx) =>
    tx
      .insert(posts)
      .values({ id: newId(), authorId: ada.id, body: "Hello", submission, createdAt: new Date() });

  expect(await one.tx.$count(posts, eq(posts.submission, submission))).toBe(0);
  expect(await other.tx.$count(posts, eq(posts.submission, submission))).toBe(0);
  await write(one.tx);
  await one.commit();

  const error: unknown = await write(other.tx).then(
    () => null,
    (reason) => reason,
  );
  expect(isDuplicate(error)).toBe(true);
});
