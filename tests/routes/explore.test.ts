import { expect, test } from "bun:test";
import { PAGE_SIZE } from "../../src/domain/page.ts";
import { publish } from "../../src/domain/posts.ts";
import { as, signedOut } from "../support/client.ts";
import { people } from "../support/people.ts";

test("R12 shows everyone's posts to everyone, newest first", async () => {
  const { ada, grace, linus } = await people();
  for (const author of [ada, grace, linus]) await publish(author, { body: author.username });

  for (const reader of [signedOut(), as(ada)]) {
    expect((await reader.get("/explore")).posts).toEqual(["linus", "grace", "ada"]);
  }
});

test("every post is an article that links to its own address", async () => {
  const { ada } = await people();
  const id = await publish(ada, { body: "Hello" });
  const page = await signedOut().get("/explore");
  expect(page.all(`article a[href="/posts/${id}"]`)).toHaveLength(1);
});

test("pages lead on, in whole and in part", async () => {
  const { ada } = await people();
  for (let number = 1; number <= PAGE_SIZE + 1; number++) await publish(ada, { body: String(number) });
  const browser = signedOut();
  const first = await browser.get("/explore");
  expect(first.posts).toHaveLength(PAGE_SIZE);

  const second = await browser.click("Older posts");
  const part = await browser.get(second.url, { partial: true });

  expect(second.posts).toEqual(["1"]);
  expect(part.posts).toEqual(["1"]);
  expect(part.isPage).toBe(false);
});

test("says so when nobody has written anything", async () => {
  await people();
  expect((await signedOut().get("/explore")).texts("main p.lead")).toEqual([
    "Nobody has written anything yet.",
  ]);
});
