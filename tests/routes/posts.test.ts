import { describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { posts } from "../../db/schema.ts";
import { deletePost, findPost, publish } from "../../src/domain/posts.ts";
import { as, signedOut } from "../support/client.ts";
import { people } from "../support/people.ts";

const FAMILY = "👩‍👩‍👧";

describe("publishing", () => {
  test("R10 posts, redirects and shows the post at once, with a notice", async () => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/");

    const answer = await browser.submit("Publish", { body: "Hello" });

    expect(answer.status).toBe(303);
    expect(answer.lead).toBe("/");
    const home = await browser.follow();
    expect(home.posts).toEqual(["Hello"]);
    expect(home.notice).toBe("Your post is published.");
    expect(home.value("body")).toBe("");
  });

  test("with htmx swaps in an empty composer and the post on top of the timeline", async () => {
    const { ada } = await people();
    const browser = as(ada);
    const before = await browser.get("/");

    const answer = await browser.submit("Publish", { body: "Hello" }, { partial: true });

    expect(answer.status).toBe(200);
    expect(answer.isPage).toBe(false);
    expect(answer.value("body")).toBe("");
    expect(answer.value("key")).not.toBe(before.value("key"));
    expect(answer.texts("hx-partial[hx-target='#timeline'] .post-text")).toEqual(["Hello"]);
  });

  test("from a page of older posts leads to the newest, where the post is", async () => {
    const { ada } = await people();
    const older = await publish(ada, { body: "Hello" });
    const browser = as(ada);
    await browser.get(`/?before=${older + 1}`);

    const answer = await browser.submit("Publish", { body: "Hello again" }, { partial: true });

    expect(answer.headers.get("HX-Redirect")).toBe("/");
    expect((await browser.get("/")).posts).toEqual(["Hello again", "Hello"]);
  });

  test.each([
    ["one character", "a"],
    ["500 letters", "a".repeat(500)],
    ["500 characters of which each is seven", FAMILY.repeat(500)],
  ])("R09 takes %s", async (_, body) => {
    const { ada } = await people();
    const answer = await as(ada).post("/posts", { body });
    expect(answer.status).toBe(303);
    expect((await as(ada).get("/")).posts).toEqual([body]);
  });

  test.each([
    ["nothing", "", "Please write something first."],
    ["nothing but white space", " \n\u3000\u200b", "Please write something first."],
    ["501 letters", "a".repeat(501), "This is too long: 500 characters at most."],
    ["501 families", FAMILY.repeat(501), "This is too long: 500 characters at most."],
    [
      "one character that never ends",
      `a${"\u0301".repeat(10_000)}`,
      "This is too long: 500 characters at most.",
    ],
  ])("R09 refuses %s, on the page and as a part of it", async (_, body, problem) => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/");

    for (const partial of [false, true]) {
      const answer = await browser.submit("Publish", { body }, { partial });
      expect(answer.status).toBe(422);
      expect(answer.problem("body")).toBe(problem);
      expect(answer.value("body")).toBe(body);
      expect(answer.isPage).toBe(!partial);
    }
    expect(await db.$count(posts)).toBe(0);
  });

  test("a refused form keeps its key, so that what follows is still sent once", async () => {
    const { ada } = await people();
    const browser = as(ada);
    const key = (await browser.get("/")).value("key");

    const refused = await browser.submit("Publish", { body: "" });

    expect(refused.value("key")).toBe(key);
  });

  test("says what is wrong in the writer's language", async () => {
    const { ada } = await people();
    const answer = await as(ada).post("/posts", { body: "" }, { headers: { "Accept-Language": "es" } });
    expect(answer.problem("body")).toBe("Escribe algo primero.");
  });

  test("the same form sent twice is one post; with another text it is another one", async () => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/");

    await browser.submit("Publish", { body: "Hello" });
    await browser.submit("Publish", { body: "Hello" });
    await browser.submit("Publish", { body: "Bye" });

    expect((await browser.get("/")).posts).toEqual(["Bye", "Hello"]);
  });

  test("keeps the text as it was written, and lets none of it become markup", async () => {
    const { ada } = await people();
    const body = `<b onclick="x()">&amp;</b>\n  "two" 'lines' javascript:alert(1)`;
    await as(ada).post("/posts", { body });

    const page = await signedOut().get("/explore");

    expect(page.posts).toEqual([body]);
    expect(page.all(".post-text > *")).toEqual([]);
  });

  test("makes links of addresses, which vouch for nobody", async () => {
    const { ada } = await people();
    await as(ada).post("/posts", { body: 'See https://example.org/?a="b"&c=<d> now' });

    const [link] = (await signedOut().get("/explore")).all(".post-text a");

    expect(link?.getAttribute("href")).toStartWith("https://example.org/?a=");
    expect(link?.getAttribute("rel")).toContain("nofollow");
  });

  test("the first of two fields of one name counts", async () => {
    const { ada } = await people();
    const twice = { "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await as(ada).send("POST", "/posts", "body=first&body=second", { headers: twice });
    expect(answer.status).toBe(303);
    expect((await signedOut().get("/explore")).posts).toEqual(["first"]);
  });
});

describe("a post of its own address", () => {
  test("is for everyone, and its author can change it there", async () => {
    const { ada, grace } = await people();
    const id = await publish(ada, { body: "Hello" });

    for (const reader of [signedOut(), as(grace), as(ada)]) {
      const page = await reader.get(`/posts/${id}`);
      expect(page.title).toBe("Post by Ada Lovelace · MicroBlog");
      expect(page.posts).toEqual(["Hello"]);
    }
    expect((await as(ada).get(`/posts/${id}`)).offers("Edit")).toBe(true);
    expect((await as(grace).get(`/posts/${id}`)).offers("Edit")).toBe(false);
  });

  test("is the article alone for htmx", async () => {
    const { ada } = await people();
    const id = await publish(ada, { body: "Hello" });

    const part = await as(ada).get(`/posts/${id}`, { partial: true });

    expect(part.isPage).toBe(false);
    expect(part.all("body > *").map((element) => element.id)).toEqual([`post-${id}`]);
  });

  test("is gone when the post is", async () => {
    const { ada } = await people();
    const id = await publish(ada, { body: "Hello" });
    await deletePost(ada, id);
    expect((await signedOut().get(`/posts/${id}`)).status).toBe(404);
  });
});

describe("editing", () => {
  test("begins with the text, changes it, and says when", async () => {
    const { ada } = await people();
    const id = await publish(ada, { body: "\nHelo\n\nthere" });
    const browser = as(ada);
    await browser.get(`/posts/${id}`);
    const form = await browser.click("Edit");
    expect(form.value("body")).toBe("\nHelo\n\nthere");

    const answer = await browser.submit("Save", { body: "Hello" });

    expect(answer.status).toBe(303);
    const page = await browser.follow();
    expect(page.url).toEndWith(`/posts/${id}`);
    expect(page.posts).toEqual(["Hello"]);
    expect(page.notice).toBe("Your post is saved.");
    expect(page.texts(".post-edited")).toEqual(["edited now"]);
  });

  test("with htmx takes the article's place, and gives it back", async () => {
    const { ada } = await people();
    const id = await publish(ada, { body: "Helo" });
    const browser = as(ada);

    const editor = await browser.get(`/posts/${id}/edit`, { partial: true });
    const refused = await browser.patch(`/posts/${id}`, { body: "" }, { partial: true });
    const article = await browser.patch(`/posts/${id}`, { body: "Hello" }, { partial: true });

    for (const part of [editor, refused, article]) {
      expect(part.all("body > *").map((element) => element.id)).toEqual([`post-${id}`]);
    }
    expect(editor.value("body")).toBe("Helo");
    expect(refused.problem("body")).toBe("Please write something first.");
    expect(article.posts).toEqual(["Hello"]);
  });

  test("refuses what publishing refuses, and keeps what was typed", async () => {
    const { ada } = await people();
    const id = await publish(ada, { body: "Hello" });
    const browser = as(ada);
    await browser.get(`/posts/${id}/edit`);
    const tooLong = "a".repeat(501);

    const answer = await browser.submit("Save", { body: tooLong });

    expect(answer.status).toBe(422);
    expect(answer.problem("body")).toBe("This is too long: 500 characters at most.");
    expect(answer.value("body")).toBe(tooLong);
    expect((await findPost(id, ada))?.body).toBe("Hello");
    await browser.submit("Save", { body: "Bye" });
    expect((await browser.follow()).posts).toEqual(["Bye"]);
  });

  test("to the same text leaves it unedited", async () => {
    const { ada } = await people();
    const id = await publish(ada, { body: "Hello" });
    await as(ada).patch(`/posts/${id}`, { body: "Hello" });
    expect((await findPost(id, ada))?.editedAt).toBeNull();
  });
});

describe("deleting", () => {
  test("asks first, then deletes", async () => {
    const { ada } = await people();
    const id = await publish(ada, { body: "Hello" });
    const browser = as(ada);
    await browser.get("/");
    const question = await browser.click("Delete");
    expect(question.texts("h1")).toEqual(["Delete this post?"]);
    expect(question.texts("blockquote")).toEqual(["Hello"]);

    const answer = await browser.submit("Delete it");

    expect(answer.status).toBe(303);
    const home = await browser.follow();
    expect(home.notice).toBe("Your post is deleted.");
    expect(home.posts).toEqual([]);
    expect(await findPost(id, ada)).toBeNull();
  });

  test("with htmx asks in the page's dialog and says that it is done", async () => {
    const { ada } = await people();
    const id = await publish(ada, { body: "Hello" });

    const question = await as(ada).get(`/posts/${id}/delete`, { partial: true });
    const answer = await as(ada).delete(`/posts/${id}`, { partial: true });

    expect(question.isPage).toBe(false);
    expect(question.texts("h1")).toEqual(["Delete this post?"]);
    expect(answer.status).toBe(200);
    expect(answer.texts("p")).toEqual(["Your post is deleted."]);
    expect(await findPost(id, ada)).toBeNull();
  });

  test("a second time finds nothing", async () => {
    const { ada } = await people();
    const id = await publish(ada, { body: "Hello" });
    await as(ada).delete(`/posts/${id}`);
    expect((await as(ada).delete(`/posts/${id}`)).status).toBe(404);
  });
});

describe("another's post", () => {
  test.each([false, true])("cannot be changed (as a part: %p)", async (partial) => {
    const { ada, grace } = await people();
    const id = await publish(ada, { body: "Hello" });
    const browser = as(grace);

    const answers = [
      await browser.get(`/posts/${id}/edit`, { partial }),
      await browser.get(`/posts/${id}/delete`, { partial }),
      await browser.patch(`/posts/${id}`, { body: "Bye" }, { partial }),
      await browser.patch(`/posts/${id}`, { body: "" }, { partial }),
      await browser.delete(`/posts/${id}`, { partial }),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404, 404]);
    expect(await findPost(id, ada)).toMatchObject({ body: "Hello", editedAt: null });
  });
});
