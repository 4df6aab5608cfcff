import { expect, test } from "bun:test";
import { follow, unfollow } from "../../src/domain/follows.ts";
import {
  findProfile,
  followersOf,
  followingOf,
  type PersonRef,
  type Viewer,
} from "../../src/domain/people.ts";
import { toTheEnd } from "../support/pages.ts";
import { people, person } from "../support/people.ts";

async function counts(who: PersonRef) {
  const profile = await findProfile(who.username, null);
  return { followers: profile?.followersCount, following: profile?.followingCount };
}

const usernames = (list: PersonRef[]) => list.map((one) => one.username);
const followersOfToTheEnd = (who: PersonRef, viewer: Viewer | null = null) =>
  toTheEnd((before) => followersOf(who, viewer, before));
const followingOfToTheEnd = (who: PersonRef, viewer: Viewer | null = null) =>
  toTheEnd((before) => followingOf(who, viewer, before));

test("grace follows ada", async () => {
  const { ada, grace } = await people();

  await follow(grace, ada);

  expect(await counts(ada)).toEqual({ followers: 1, following: 0 });
  expect(await counts(grace)).toEqual({ followers: 0, following: 1 });
  expect(usernames(await followersOfToTheEnd(ada))).toEqual(["grace"]);
  expect(usernames(await followingOfToTheEnd(grace))).toEqual(["ada"]);
  expect((await findProfile("ada", grace))?.followed).toBe(true);
  expect((await findProfile("grace", ada))?.followed).toBe(false);
});

test("grace follows ada no longer", async () => {
  const { ada, grace } = await people();
  await follow(grace, ada);

  await unfollow(grace, ada);

  expect(await counts(ada)).toEqual({ followers: 0, following: 0 });
  expect(await counts(grace)).toEqual({ followers: 0, following: 0 });
  expect(await followersOfToTheEnd(ada)).toEqual([]);
  expect((await findProfile("ada", grace))?.followed).toBe(false);
});

test("following twice counts once", async () => {
  const { ada, grace } = await people();

  await follow(grace, ada);
  await follow(grace, ada);

  expect(await counts(ada)).toEqual({ followers: 1, following: 0 });
});

test("unfollowing a stranger, or twice, changes nothing", async () => {
  const { ada, grace, linus } = await people();
  await follow(grace, ada);

  await unfollow(linus, ada);
  expect(await counts(ada)).toEqual({ followers: 1, following: 0 });

  await unfollow(grace, ada);
  await unfollow(grace, ada);
  expect(await counts(ada)).toEqual({ followers: 0, following: 0 });
  expect(await counts(grace)).toEqual({ followers: 0, following: 0 });
});

test("nobody follows themselves, or somebody who does not exist", async () => {
  const { ada } = await people();

  await follow(ada, ada);
  await follow(ada, { id: 1 });
  await unfollow(ada, ada);
  await unfollow(ada, { id: 1 });

  expect(await counts(ada)).toEqual({ followers: 0, following: 0 });
  expect(await followingOfToTheEnd(ada)).toEqual([]);
});

test("a crowd that follows and unfollows at once is counted right", async () => {
  const { ada, grace, linus } = await people();
  const crowd = [ada, grace, linus, await person("mary"), await person("john")];
  const wishes = crowd.flatMap((one) => crowd.map((other) => ({ one, other })));

  await Promise.all(wishes.map(({ one, other }) => follow(one, other)));
  expect(await counts(ada)).toEqual({ followers: 4, following: 4 });

  const unfollowedAndBack = wishes.flatMap(({ one, other }) => [unfollow(one, other), follow(one, other)]);
  await Promise.all(unfollowedAndBack);
  for (const one of crowd) {
    const followers = (await followersOfToTheEnd(one)).length;
    const following = (await followingOfToTheEnd(one)).length;
    expect(await counts(one)).toEqual({ followers, following });
  }
});

test("lists of followers and followed go on to the end, newest first, and tell whom the viewer follows", async () => {
  const { ada, grace } = await people();
  const names = Array.from({ length: 43 }, (_, n) => `reader_${n}`);
  for (const name of names) {
    const reader = await person(name);
    await follow(reader, ada);
    await follow(grace, reader);
  }
  await follow(ada, grace);

  const followers = await followersOfToTheEnd(ada, grace);

  expect(usernames(followers)).toEqual(names.toReversed());
  expect(followers.every((one) => one.followed)).toBe(true);
  expect(usernames(await followingOfToTheEnd(grace))).toEqual(names.toReversed());
  expect((await followersOfToTheEnd(grace, grace)).map((one) => one.followed)).toEqual([false]);
});
