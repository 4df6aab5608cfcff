import { beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { messages, users } from "../../db/schema.ts";
import { block } from "../../src/domain/blocks.ts";
import { acceptRequest } from "../../src/domain/conversations.ts";
import { follow } from "../../src/domain/follows.ts";
import { PAGE_SIZE } from "../../src/domain/page.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { savePrivacy } from "../../src/domain/privacy.ts";
import { send } from "../../src/domain/sending.ts";
import { type Answer, as, signedOut } from "../support/client.ts";
import { people } from "../support/people.ts";

let ada: Viewer;
let grace: Viewer;
let linus: Viewer;

beforeEach(async () => {
  ({ ada, grace, linus } = await people());
  await follow(ada, grace);
  await follow(grace, ada);
});

async function write(from: Viewer, to: Viewer, body: string) {
  const sent = await send(from, to, { body });
  if ("refused" in sent) throw new Error(sent.refused);
  return { message: sent.id, id: sent.conversationId };
}

/** What the masthead says about unread messages; empty: nothing. */
const badge = (page: Answer) => page.texts("#messages-waiting .visually-hidden")[0] ?? "";

const texts = (answer: Answer) => answer.texts(".message .message-bubble");

describe("writing", () => {
  test("from the profile to a message, by forms and links", async () => {
    const hers = as(ada);
    await hers.get("/@grace");
    await hers.click("Message");
    const sent = await hers.submit("Send", { body: "Hello" });
    expect([sent.status, sent.lead]).toEqual([303, "/messages/@grace"]);
    expect(texts(await hers.follow())).toEqual(["Hello"]);
    expect(texts(await as(grace).get("/messages/@ada"))).toEqual(["Hello"]);
  });

  test("by htmx answers what is new since the page was shown, and an empty form", async () => {
    const { message } = await write(ada, grace, "One");
    const hers = as(ada);
    await hers.get("/messages/@grace");
    await write(grace, ada, "Two");
    const answer = await hers.post(
      "/messages/@grace",
      { body: "Three", key: "key", mark: `${message}-0-open` },
      { partial: true },
    );
    expect(answer.status).toBe(200);
    expect(texts(answer)).toEqual(["Two", "Three"]);
    expect(answer.value("body")).toBe("");
    expect(badge(await hers.get("/explore"))).toBe("");
  });

  test("the same form again is the same message", async () => {
    const hers = as(ada);
    for (const _ of [1, 2]) await hers.post("/messages/@grace", { body: "Hello", key: "key" });
    expect(await db.$count(messages)).toBe(1);
  });

  test("the longest message goes through, in the widest characters too", async () => {
    const body = "👨‍👩‍👧‍👦".repeat(2000);
    expect((await as(ada).post("/messages/@grace", { body })).status).toBe(303);
    expect(texts(await as(grace).get("/messages/@ada"))).toEqual([body]);
  });

  test.each([
    ["nothing", "", "Please write something first."],
    ["white space", " \n\t ", "Please write something first."],
    ["too much", "o".repeat(2001), "This is too long: 2,000 characters at most."],
  ])("%s is refused, and kept", async (_, body, problem) => {
    for (const partial of [false, true]) {
      const answer = await as(ada).post("/messages/@grace", { body, key: "k" }, { partial });
      expect([answer.status, answer.problem("body"), answer.value("key")]).toEqual([422, problem, "k"]);
      expect(answer.value("body")).toBe(body);
    }
    expect(await db.$count(messages)).toBe(0);
  });

  test.each([
    ["oneself", "ada", () => Promise.resolve(), "You cannot write to yourself."],
    [
      "someone who takes none",
      "grace",
      () => savePrivacy(grace, { messagesFrom: "nobody" }),
      "This person does not take messages from you.",
    ],
    ["someone whom one has blocked", "grace", () => block(ada, grace), "You have blocked this person."],
    [
      "someone who has blocked, after a conversation",
      "grace",
      async () => {
        await write(ada, grace, "Before");
        await block(grace, ada);
      },
      "This person does not take messages from you.",
    ],
    [
      "someone suspended, after a conversation",
      "grace",
      async () => {
        await write(ada, grace, "Before");
        await db.update(users).set({ hidden: true }).where(eq(users.id, grace.id));
      },
      "This person does not take messages from you.",
    ],
  ])("to %s is refused with a sentence, and kept", async (_, to, closed, problem) => {
    await closed();
    const before = await db.$count(messages);
    for (const partial of [false, true]) {
      const answer = await as(ada).post(`/messages/@${to}`, { body: "Hello?" }, { partial });
      expect(answer.status).toBe(422);
      expect(answer.problem("body")).toStartWith(problem);
      expect(answer.value("body")).toBe("Hello?");
    }
    expect(await db.$count(messages)).toBe(before);
  });

  test("to nobody, or to someone who has blocked, is a 404", async () => {
    await block(linus, ada);
    for (const path of ["/messages/@nobody", "/messages/@linus"]) {
      expect((await as(ada).get(path)).status).toBe(404);
      expect((await as(ada).post(path, { body: "Hello" })).status).toBe(404);
    }
  });
});

describe("reading", () => {
  test("R21 the badge rises, and opening the conversation lowers it on the very page", async () => {
    await write(grace, ada, "One");
    await write(grace, ada, "Two");
    const hers = as(ada);
    expect(badge(await hers.get("/explore"))).toBe("2 unread messages");
    expect(badge(await hers.get("/messages"))).toBe("2 unread messages");
    expect(badge(await hers.get("/messages/@grace"))).toBe("");
    expect(badge(await as(ada).get("/"))).toBe("");
  });

  test("not by a guess of the browser, nor by looking at older ones", async () => {
    for (let number = 0; number <= PAGE_SIZE; number++) await write(grace, ada, `${number}`);
    const hers = as(ada);
    for (const purpose of ["prefetch", "prefetch;prerender"]) {
      await hers.get("/messages/@grace", { headers: { "Sec-Purpose": purpose } });
    }
    await hers.get("/messages/@grace?before=9007199254740991");
    expect(badge(await hers.get("/explore"))).toBe(`${PAGE_SIZE + 1} unread messages`);
  });

  test("older ones stand on a page of their own, and come alone to htmx", async () => {
    for (let number = 0; number <= PAGE_SIZE; number++) await write(grace, ada, `${number}`);
    const hers = as(ada);
    const page = await hers.get("/messages/@grace");
    expect(texts(page).length).toBe(PAGE_SIZE);
    expect(texts(await hers.click("Older messages"))).toEqual(["0"]);
    expect(hers.page?.offers("Back to the newest messages")).toBe(true);
    const older = page.all("a.older")[0]?.getAttribute("href") ?? "";
    const part = await hers.get(older, { partial: true });
    expect(texts(part)).toEqual(["0"]);
    expect(part.all("h2").length).toBe(1);
  });

  test("a former name leads on", async () => {
    await as(grace).post("/settings/profile", { username: "admiral", name: "", about: "" });
    expect((await as(ada).get("/messages/@grace")).lead).toBe("/messages/@admiral");
    expect((await as(ada).get("/messages/@ADMIRAL")).lead).toBe("/messages/@admiral");
  });

  test("a conversation with someone who is gone has an address of its own", async () => {
    const { id } = await write(grace, ada, "Before");
    expect((await as(ada).get(`/messages/with/${id}`)).lead).toBe("/messages/@grace");
    await db.delete(users).where(eq(users.id, grace.id));
    const hers = as(ada);
    await hers.get("/messages");
    const page = await hers.click("Someone who is no longer here");
    expect(texts(page)).toEqual(["Before"]);
    expect(page.offers("Send")).toBe(false);
    expect(page.texts("h1")).toEqual(["Conversation with someone who is no longer here"]);
    const question = await hers.click("Delete conversation");
    expect(question.texts("h1")).toEqual(["Delete the conversation with someone who is no longer here?"]);
  });

  test("requests stand in a list of their own", async () => {
    await write(linus, ada, "May I?");
    const hers = as(ada);
    expect(badge(await hers.get("/messages"))).toBe("");
    await hers.click("Requests (1)");
    await hers.click("Linus Pauling @linus");
    await hers.submit("Decline");
    expect((await hers.follow()).notice).toBe("You have declined.");
    expect(hers.page?.offers("Requests (0)")).toBe(true);
  });
});

describe("deleting", () => {
  test("a message for oneself, and for both", async () => {
    const { message: first } = await write(ada, grace, "One");
    const { id, message: second } = await write(ada, grace, "Two");
    const hers = as(ada);
    await hers.get(`/messages/with/${id}/${first}/delete`);
    await hers.submit("Delete for me");
    await hers.get(`/messages/with/${id}/${second}/delete`);
    await hers.submit("Delete for both");
    expect(texts(await hers.follow())).toEqual(["Message deleted"]);
    expect(texts(await as(grace).get("/messages/@ada"))).toEqual(["One", "Message deleted"]);
  });

  test("another's message is deleted for oneself only", async () => {
    const { id, message } = await write(ada, grace, "One");
    const answer = await as(grace).post(`/messages/with/${id}/${message}`, {
      _method: "DELETE",
      for: "both",
    });
    expect(answer.status).toBe(403);
    expect(texts(await as(ada).get("/messages/@grace"))).toEqual(["One"]);
  });

  test("a conversation", async () => {
    await write(ada, grace, "One");
    const hers = as(ada);
    await hers.get("/messages/@grace");
    await hers.click("Delete conversation");
    await hers.submit("Delete it for me");
    expect((await hers.follow()).offers("Grace Hopper @grace")).toBe(false);
    expect(texts(await as(grace).get("/messages/@ada"))).toEqual(["One"]);
  });
});

describe("a third person", () => {
  test("is told of no conversation, message or request that is not theirs", async () => {
    const { id, message } = await write(ada, grace, "Secret");
    await acceptRequest(ada, id);
    const before = await db.select().from(messages);
    const his = as(linus);
    for (const path of [`/messages/with/${id}`, `/messages/with/${id}/delete`]) {
      expect((await his.get(path)).status).toBe(404);
    }
    expect((await his.get(`/messages/with/${id}/${message}/delete`)).status).toBe(404);
    for (const path of ["", "/request", `/${message}`]) {
      expect((await his.delete(`/messages/with/${id}${path}`)).status).toBe(404);
    }
    expect((await his.post(`/messages/with/${id}/request`)).status).toBe(404);
    for (const path of ["/messages", "/messages/requests", "/messages/@ada", "/messages/@grace", "/@ada"]) {
      expect((await his.get(path)).text).not.toContain("Secret");
    }
    const forged = { body: "Mine", key: "k", mark: "1-0-open" };
    expect((await his.post("/messages/@grace", forged, { partial: true })).text).not.toContain("Secret");
    expect(await db.select().from(messages).where(eq(messages.conversationId, id))).toEqual(before);
  });

  test("nor is anyone who is signed out", async () => {
    const { id, message } = await write(ada, grace, "Secret");
    const paths = ["/messages", "/messages/requests", "/messages/@grace", `/messages/with/${id}`];
    for (const path of [...paths, `/messages/with/${id}/${message}/delete`]) {
      expect((await signedOut().get(path)).lead).toStartWith("/login?next=");
    }
  });

  test("has no message of one conversation through another", async () => {
    const { message } = await write(ada, grace, "Secret");
    const { id } = await write(linus, ada, "Mine");
    expect((await as(linus).get(`/messages/with/${id}/${message}/delete`)).status).toBe(404);
  });
});
