import { expect, test } from "bun:test";
import { follow } from "../../src/domain/follows.ts";
import { findProfile, whomToFollow } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { people, person, reset } from "../support/people.ts";

test("a profile is found whatever the case of its name", async () => {
  const { ada } = await people();

  const profile = await findProfile("ADA", null);

  expect(profile).toMatchObject({
    id: ada.id,
    username: "ada",
    name: "Ada Lovelace",
    postsCount: 0,
    followed: false,
  });
});

test.each(["", "nobody", "a'da", "%", "adá"])("there is no %p", async (username) => {
  await people();

  expect(await findProfile(username, null)).toBeNull();
});

test("a profile holds nothing that is not public", async () => {
  const { ada, grace } = await people();

  const profile = JSON.stringify(await findProfile(ada.username, grace));

  expect(profile).not.toContain("@");
  expect(profile).not.toContain("argon2");
});

test("whom to follow: people who wrote lately, those with most followers first", async () => {
  const { ada, grace, linus } = await people();
  await person("quiet");
  for (const author of [ada, grace, linus]) await publish(author, { body: "Hello" });
  await follow(ada, linus);

  expect(names(await whomToFollow(null))).toEqual(["linus", "grace", "ada"]);
});

test("whom to follow leaves out oneself and those one follows", async () => {
  const { ada, grace, linus } = await people();
  for (const author of [ada, ada, grace, linus]) await publish(author, { body: "Hello" });
  await follow(ada, linus);

  expect(names(await whomToFollow(ada))).toEqual(["grace"]);
});

test("whom to follow is a short list, and an empty one where nobody wrote", async () => {
  const { ada } = await people();
  expect(await whomToFollow(ada)).toEqual([]);

  for (const name of ["john", "susan", "mary", "david", "noor", "ines", "wren"]) {
    await publish(await person(name), { body: "Hello" });
  }
  expect(await whomToFollow(ada)).toHaveLength(5);
});

test("an empty place shows nobody", async () => {
  await reset();

  expect(await findProfile("ada", null)).toBeNull();
  expect(await whomToFollow(null)).toEqual([]);
});

const names = (list: { username: string }[]) => list.map((one) => one.username);
