import { expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { posts } from "../../db/schema.ts";
import { newId } from "../../src/domain/ids.ts";
import { findProfile, type PersonRef } from "../../src/domain/people.ts";
import {
  deletePost,
  edit,
  explore,
  findOwnPost,
  findPost,
  postsBy,
  publish,
} from "../../src/domain/posts.ts";
import { at } from "../support/clock.ts";
import { wroteEarlier } from "../support/earlier-posts.ts";
import { bodies, toTheEnd } from "../support/pages.ts";
import { people } from "../support/people.ts";

const postsCount = async (person: PersonRef) => (await findProfile(person.username, null))?.postsCount;

test("a post is there for everyone, with its author", async () => {
  const { ada, grace } = await people();

  const id = await publish(ada, { body: "Hello" });

  const post = await findPost(id, grace);
  expect(post).toMatchObject({ id, body: "Hello", editedAt: null });
  expect(post?.author).toEqual({ id: ada.id, username: "ada", avatar: null, name: "Ada Lovelace" });
  expect(await findPost(id, null)).toEqual(post);
  expect(await postsCount(ada)).toBe(1);
});

test("the author may edit a post, and it says so", async () => {
  const { ada } = await people();
  const post = await published(ada, "Helo");

  const edited = await edit(ada, post, { body: "Hello" });

  expect(edited?.body).toBe("Hello");
  expect(edited?.editedAt).toBeInstanceOf(Date);
  expect(await findPost(post.id, null)).toEqual(edited);
});

test("an edit that changes nothing leaves the post unedited", async () => {
  const { ada } = await people();
  const post = await published(ada, "Hello");

  expect((await edit(ada, post, { body: "Hello" }))?.editedAt).toBeNull();
});

test("nobody else may edit or delete a post", async () => {
  const { ada, grace } = await people();
  const post = await published(ada, "Hello");

  expect(await findOwnPost(post.id, grace)).toBeNull();
  expect(await edit(grace, post, { body: "Goodbye" })).toBeNull();
  expect(await deletePost(grace, post.id)).toBe(false);
  expect(await findPost(post.id, ada)).toEqual(post);
  expect(await postsCount(ada)).toBe(1);
});

test("a deleted post is gone for everyone, once", async () => {
  const { ada } = await people();
  const post = await published(ada, "Hello");

  const answers = await Promise.all([deletePost(ada, post.id), deletePost(ada, post.id)]);

  expect(answers.toSorted()).toEqual([false, true]);
  expect(await findPost(post.id, ada)).toBeNull();
  expect(await edit(ada, post, { body: "Hello again" })).toBeNull();
  expect(await postsCount(ada)).toBe(0);
});

test("posts published at once are all counted", async () => {
  const { ada } = await people();

  await Promise.all(Array.from({ length: 20 }, (_, n) => publish(ada, { body: `${n}` })));

  expect(await postsCount(ada)).toBe(20);
  expect(await toTheEnd((before) => postsBy(ada, null, before))).toHaveLength(20);
});

test("the same text from the same form is the same post", async () => {
  const { ada } = await people();

  const first = await publish(ada, { body: "Hello", key: "form-1" });
  const second = await publish(ada, { body: "Hello", key: "form-1" });

  expect(second).toBe(first);
  expect(await postsCount(ada)).toBe(1);
});

test("ten submits of one form at once are one post", async () => {
  const { ada } = await people();

  const submits = Array.from({ length: 10 }, () => publish(ada, { body: "Hello", key: "form-1" }));

  expect(new Set(await Promise.all(submits)).size).toBe(1);
  expect(await postsCount(ada)).toBe(1);
});

test("another text from the same form, and the same form from another person, is a new post", async () => {
  const { ada, grace } = await people();

  const ids = [
    await publish(ada, { body: "Hello", key: "form-1" }),
    await publish(ada, { body: "Hello again", key: "form-1" }),
    await publish(grace, { body: "Hello", key: "form-1" }),
  ];

  expect(new Set(ids).size).toBe(3);
});

test("without a key, the same text is said again", async () => {
  const { ada } = await people();

  expect(await publish(ada, { body: "Hello" })).not.toBe(await publish(ada, { body: "Hello" }));
});

test("explore shows everyone's posts to the end, newest first", async () => {
  const { ada, grace, linus } = await people();
  for (const person of [ada, grace, linus, ada]) await wroteEarlier(person, 17);

  const read = await toTheEnd((before) => explore(null, before));

  const all = await db.select({ id: posts.id }).from(posts);
  expect(read.map((post) => post.id)).toEqual(all.map((post) => post.id).toSorted((a, b) => b - a));
});

test.each([1, 19, 20, 21, 41])("a profile shows %i posts to the end", async (n) => {
  const { ada, grace } = await people();
  await wroteEarlier(grace, 3);
  await wroteEarlier(ada, n);

  const read = await toTheEnd((before) => postsBy(ada, null, before));

  expect(bodies(read)).toEqual(Array.from({ length: n }, (_, order) => `${n - order}`));
});

test("past the last page there is nothing", async () => {
  const { ada } = await people();
  const id = await publish(ada, { body: "Hello" });

  expect(await explore(null, id)).toEqual({ items: [], next: null });
  expect(await postsBy(ada, null, id)).toEqual({ items: [], next: null });
});

async function published(author: PersonRef, body: string) {
  const post = await findPost(await publish(author, { body }), author);
  if (post === null) throw new Error("The post is not there.");
  return post;
}

test("an id that another process made in the same moment is replaced by a new one", async () => {
  const { ada, grace } = await people();
  // With the clock set back, the next id is the last one and 1.
  await at(Date.UTC(2026, 0, 2), async () => {
    const taken = newId() + 1;
    await db.insert(posts).values({ id: taken, authorId: grace.id, body: "First", createdAt: new Date() });

    const id = await publish(ada, { body: "Second" });

    expect(id).toBeGreaterThan(taken);
    expect((await findPost(taken, ada))?.body).toBe("First");
    expect((await findPost(id, ada))?.body).toBe("Second");
  });
});
