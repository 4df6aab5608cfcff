import { describe, expect, test } from "bun:test";
import { follow } from "../../src/domain/follows.ts";
import { trim } from "../../src/domain/home-upkeep.ts";
import { PAGE_SIZE } from "../../src/domain/page.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { deletePost, publish } from "../../src/domain/posts.ts";
import { as, type Client, signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { people, person, reset } from "../support/people.ts";

/** Publishes posts that read `1` to `count`, and answers them as home shows them. */
async function publishMany(author: Viewer, count: number): Promise<string[]> {
  const bodies = Array.from({ length: count }, (_, index) => String(index + 1));
  for (const body of bodies) await publish(author, { body });
  return bodies.reverse();
}

/** Reads on to the end by the links that it finds. */
async function readOn(browser: Client): Promise<string[]> {
  const read = [...(browser.page?.posts ?? [])];
  while (browser.page?.offers("Older posts")) {
    read.push(...(await browser.click("Older posts")).posts);
  }
  return read;
}

describe("R11 home", () => {
  test("shows own and followed posts, newest first, each once", async () => {
    await reset();
    const [john, susan, mary, david] = [
      await person("john"),
      await person("susan"),
      await person("mary"),
      await person("david"),
    ];
    for (const [follower, followee] of [
      [john, susan],
      [john, david],
      [susan, mary],
      [mary, david],
    ] as const) {
      await follow(follower, followee);
    }
    for (const author of [john, david, mary, susan]) await publish(author, { body: author.username });
    await runJobs();

    const homes = [];
    for (const reader of [john, susan, mary, david]) homes.push((await as(reader).get("/")).posts);

    expect(homes).toEqual([["susan", "david", "john"], ["susan", "mary"], ["mary", "david"], ["david"]]);
  });

  test("has the posts of someone whom one follows from now on", async () => {
    const { ada, grace } = await people();
    await publish(grace, { body: "Before" });
    const browser = as(ada);
    await browser.post("/@grace/follow");
    expect((await browser.get("/")).posts).toEqual(["Before"]);
  });

  test("loses a post that was deleted, and those of someone whom one follows no longer", async () => {
    const { ada, grace, linus } = await people();
    const browser = as(ada);
    for (const followee of ["grace", "linus"]) await browser.post(`/@${followee}/follow`);
    const deleted = await publish(grace, { body: "Deleted" });
    await publish(linus, { body: "Unfollowed" });
    await runJobs();

    await deletePost(grace, deleted);
    await browser.delete("/@linus/follow");

    expect((await browser.get("/")).posts).toEqual([]);
  });
});

describe("reading on", () => {
  test("goes by plain links to the very end, without gap or repetition", async () => {
    const { ada } = await people();
    const all = await publishMany(ada, 2 * PAGE_SIZE + 3);
    const browser = as(ada);
    await browser.get("/");

    expect(await readOn(browser)).toEqual(all);
    expect(browser.page?.texts("main")[0]).toEndWith("This is where it began.");
  });

  test("goes on below the floor of a reader whose rows were trimmed", async () => {
    const { ada, grace } = await people();
    await follow(ada, grace);
    const all = await publishMany(grace, 2 * PAGE_SIZE + 3);
    await runJobs();
    await trim(ada.id, PAGE_SIZE + 5);
    const browser = as(ada);
    await browser.get("/");

    expect(await readOn(browser)).toEqual(all);
  });

  test("ends exactly where a page does", async () => {
    const { ada } = await people();
    await publishMany(ada, PAGE_SIZE);
    expect((await as(ada).get("/")).offers("Older posts")).toBe(false);
  });

  test("with htmx fetches the posts and the next link, without the page around them", async () => {
    const { ada } = await people();
    const all = await publishMany(ada, PAGE_SIZE + 1);
    const browser = as(ada);
    const [link] = (await browser.get("/")).all("main a.older");

    const part = await browser.get(link?.getAttribute("hx-get") ?? "", { partial: true });

    expect(link?.getAttribute("hx-get")).toBe(link?.getAttribute("href"));
    expect(part.isPage).toBe(false);
    expect(part.posts).toEqual(all.slice(PAGE_SIZE));
    expect(part.all("form")).toEqual([]);
  });

  test("a later page has a way back to the newest", async () => {
    const { ada } = await people();
    await publishMany(ada, PAGE_SIZE + 1);
    const browser = as(ada);
    await browser.get("/");
    await browser.click("Older posts");

    expect((await browser.click("Back to the newest posts")).posts).toHaveLength(PAGE_SIZE);
  });

  test.each(["/", "/explore", "/@ada"])("R13 past the end of %s is empty, not an error", async (path) => {
    const { ada } = await people();
    await publish(ada, { body: "Hello" });
    for (const reader of [as(ada), signedOut()]) {
      for (const partial of [false, true]) {
        const answer = await reader.get(`${path}?before=1`, { partial });
        expect(answer.status).toBe(200);
        expect(answer.posts).toEqual([]);
      }
    }
  });
});

describe("new posts", () => {
  test("are counted for the page that lies open, without one's own", async () => {
    const { ada, grace } = await people();
    await follow(ada, grace);
    const newest = await publish(ada, { body: "Hello" });
    const ask = async () => (await as(ada).get(`/?since=${newest}`, { partial: true })).texts("a");
    expect(await ask()).toEqual([]);

    await publishMany(grace, 2);
    await publish(ada, { body: "Mine" });
    await runJobs();

    expect(await ask()).toEqual(["2 new posts"]);
  });

  test("someone who signed out meanwhile is told of none", async () => {
    await people();
    const answer = await signedOut().get("/?since=7", { partial: true });
    expect([answer.status, answer.text]).toEqual([200, ""]);
  });
});

test("somebody new is led to people and posts", async () => {
  const { ada, grace } = await people();
  await publish(grace, { body: "Hello" });
  const browser = as(ada);
  const home = await browser.get("/");

  expect(home.texts("h2")).toEqual(["It is quiet here", "Whom to follow"]);
  await browser.submit("Follow Grace Hopper");
  expect((await browser.follow()).posts).toEqual(["Hello"]);
});

test("someone who is not signed in sees what this place is, and the newest posts", async () => {
  const { ada } = await people();
  await publish(ada, { body: "Hello" });

  const page = await signedOut().get("/");

  expect(page.title).toBe("MicroBlog");
  expect(page.posts).toEqual(["Hello"]);
  expect(page.texts("main .actions a")).toEqual(["Register", "Sign in"]);
  expect(page.all("textarea")).toEqual([]);
});
