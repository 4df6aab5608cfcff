import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { answer } from "../../src/app.tsx";
import { follow } from "../../src/domain/follows.ts";
import { deleteMessage, findMessage } from "../../src/domain/messages.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { send } from "../../src/domain/sending.ts";
import { startSession } from "../../src/domain/sessions.ts";
import { streams } from "../../src/web/streams.ts";
import { type Answer, as, SITE, signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { people } from "../support/people.ts";

let ada: Viewer;
let grace: Viewer;
let linus: Viewer;
const opened: ReadableStreamDefaultReader<Uint8Array>[] = [];

beforeEach(async () => {
  ({ ada, grace, linus } = await people());
  await follow(ada, grace);
  await follow(grace, ada);
  await runJobs();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((reader) => reader.cancel()));
  expect(streams()).toBe(0);
});

async function ask(viewer: Viewer, path = "/live", headers: Record<string, string> = {}) {
  const token = await startSession(viewer.id, { remember: false, userAgent: "Test", address: "" });
  const sent = { Cookie: `session=${token}`, Accept: "text/html, text/event-stream", ...headers };
  return answer(new Request(SITE + path, { headers: sent }));
}

const saidBy = async (reader: ReadableStreamDefaultReader<Uint8Array>) =>
  new TextDecoder().decode((await reader.read()).value);

/** Opens a stream and answers what it says first. */
async function open(viewer: Viewer, path?: string, headers?: Record<string, string>) {
  const response = await ask(viewer, path, headers);
  const reader = response.body?.getReader();
  if (response.status !== 200 || !reader) throw new Error(`${response.status}`);
  opened.push(reader);
  const text = await saidBy(reader);
  return { response, text };
}

async function write(from: Viewer, to: Viewer, body: string) {
  const sent = await send(from, to, { body });
  if ("refused" in sent) throw new Error(sent.refused);
  return sent;
}

describe("a stream", () => {
  test("is for nobody who is signed out, and leads nowhere", async () => {
    for (const path of ["/live", "/live/state"]) {
      const answered = await signedOut().get(path, { partial: true });
      expect([answered.status, answered.text, answered.lead]).toEqual([401, "", null]);
    }
  });

  test("is not kept, not changed, and not held back by those who pass it on", async () => {
    const { response } = await open(ada, "/live", { "Accept-Encoding": "gzip" });
    const { headers } = response;
    expect(headers.get("Content-Type")).toBe("text/event-stream");
    expect(headers.get("Cache-Control")).toBe("private, no-cache, no-transform");
    expect(headers.get("X-Accel-Buffering")).toBe("no");
    expect(headers.get("Content-Encoding")).toBeNull();
  });

  test("begins with the badges as they are, whatever was heard before and by whom", async () => {
    await write(grace, ada, "One");
    const plain = await open(ada);
    expect(plain.text).toMatch(/^retry: \d+\ndata: <hx-partial hx-target="#messages-waiting"/);
    expect(plain.text).toContain("1 unread message<");
    for (const id of ["7", String(linus.id), "x".repeat(5000)]) {
      const again = await open(ada, "/live", { "Last-Event-ID": id });
      expect(again.text.replace(/^retry.*/, "")).toBe(plain.text.replace(/^retry.*/, ""));
    }
    expect((await open(linus, "/live", { "Last-Event-ID": "7" })).text).not.toContain("unread");
  });

  test("speaks the reader's language", async () => {
    await write(grace, ada, "One");
    await db.update(users).set({ locale: "es" }).where(eq(users.id, ada.id));
    expect((await open(ada)).text).toContain("1 mensaje sin leer<");
  });

  test("tells of the viewer's own conversations only", async () => {
    const { conversationId } = await write(grace, ada, "One");
    for (const talk of [grace.id, conversationId]) await open(linus, `/live?talk=${talk}&mark=x`);
    await open(ada, `/live?talk=${grace.id}&mark=x`);
    const [first, second, hers] = opened.map(saidBy);
    expect(await hers).toBe("event: talk\ndata: \n\n");
    expect(await Promise.race([first, second, Bun.sleep(100)])).toBeUndefined();
  });

  test("is of a person, or not at all", async () => {
    for (const talk of ["", "grace", "0", "9007199254740993", "1 or 1=1"]) {
      const refused = await ask(ada, `/live?talk=${encodeURIComponent(talk)}`);
      expect([refused.status, await refused.text()]).toEqual([404, ""]);
    }
  });

  test("is not held for HEAD", async () => {
    const token = await startSession(ada.id, { remember: false, userAgent: "Test", address: "" });
    const request = new Request(`${SITE}/live`, { method: "HEAD", headers: { Cookie: `session=${token}` } });
    const response = await answer(request);
    expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "text/event-stream"]);
    expect(streams()).toBe(0);
  });

  test("is one of ten for each person at most", async () => {
    for (let count = 0; count < 10; count++) await open(ada);
    const refused = await ask(ada);
    expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "30"]);
    await open(grace);
    await opened.shift()?.cancel();
    await open(ada);
    expect(streams()).toBe(11);
  });

  test("is there for pages of somebody signed in, and weighs on no others", async () => {
    const page = await as(ada).get("/");
    expect(page.all("#live")[0]?.getAttribute("hx-sse:connect")).toBe("/live");
    expect(page.text).toContain("/assets/hx-sse-");
    const { id } = await write(grace, ada, "One");
    const talk = await as(ada).get("/messages/@grace");
    expect(talk.all("#live")[0]?.getAttribute("hx-sse:connect")).toBe(
      `/live?talk=${grace.id}&mark=${id}-0-open-0`,
    );
    expect((await signedOut().get("/")).text).not.toMatch(/hx-sse|\/live/);
  });
});

test("the same badges can be asked for, too", async () => {
  await write(grace, ada, "One");
  const state = await as(ada).get("/live/state", { partial: true });
  expect(state.headers.get("Cache-Control")).toBe("private, no-cache");
  expect(state.texts("#messages-waiting .visually-hidden")).toEqual(["1 unread message"]);
  expect(state.all("hx-partial").map((part) => part.getAttribute("hx-target"))).toEqual([
    "#messages-waiting",
    "#notifications-waiting",
  ]);
});

test("a program that prefers JSON still does with what htmx asks for", async () => {
  const response = await ask(ada, "/notifications", { Accept: "application/json, text/event-stream" });
  expect(response.headers.get("Content-Type")).toStartWith("application/json");
  const page = await ask(ada, "/notifications");
  expect(page.headers.get("Content-Type")).toStartWith("text/html");
});

describe("new messages of an open conversation", () => {
  const news = (viewer: Viewer, mark: number | string, headers?: Record<string, string>, of = "grace") => {
    const path = `/messages/@${of}?mark=${typeof mark === "string" ? mark : `${mark}-0-open`}`;
    return as(viewer).get(path, { partial: true, headers });
  };

  test("are those after the one that stands there, and are read with that", async () => {
    const { id: first } = await write(grace, ada, "One");
    await write(ada, grace, "Two");
    const { id: last } = await write(grace, ada, "Three");
    const answered = await news(ada, first);
    expect(answered.texts(".message-bubble")).toEqual(["Two", "Three"]);
    expect(answered.value("mark")).toBe(`${last}-0-open-0`);
    expect((await as(ada).get("/explore")).texts("#messages-waiting .visually-hidden")).toEqual([]);
    expect((await news(ada, last)).status).toBe(204);
  });

  test("are the first ones, too, with what can be done to them", async () => {
    const none = await as(ada).get("/messages/@linus");
    expect(none.value("mark")).toBe("0-0-none-0");
    expect((await news(ada, "0-0-none", {}, "linus")).status).toBe(204);
    const { id, conversationId } = await write(linus, ada, "Do you know me?");
    const answered = await news(ada, "0-0-none", {}, "linus");
    expect(answered.texts(".message-bubble")).toEqual(["Do you know me?"]);
    expect(answered.texts("#talk-request button")).toEqual(["Accept", "Decline"]);
    expect(answered.all("#talk-actions a")[0]?.getAttribute("href")).toEndWith(`/${conversationId}/delete`);
    expect(answered.value("mark")).toBe(`${id}-0-request-0`);

    await as(ada).post(`/messages/with/${conversationId}/request`);
    const accepted = await news(ada, `${id}-0-request`, {}, "linus");
    expect([accepted.texts("#talk-request button"), accepted.texts(".message-bubble")]).toEqual([[], []]);
    expect(accepted.value("mark")).toBe(`${id}-0-open-0`);
  });

  test("are said to those who do not see them, but not one's own, nor many one by one", async () => {
    const heard = (answered: Answer) => answered.texts('[hx-target="#talk-heard"] p');
    const { id: first } = await write(ada, grace, "One");
    const { id: second } = await write(ada, grace, "Two");
    expect(heard(await news(ada, first))).toEqual([]);
    await write(grace, ada, "Three");
    expect(heard(await news(ada, second))).toEqual(["Grace Hopper wrote:", "Three"]);
    for (const body of ["Four", "Five", "Six"]) await write(grace, ada, body);
    expect(heard(await news(ada, second))).toEqual(["4 new messages from Grace Hopper"]);
  });

  test("take along what was deleted for both, once", async () => {
    const sent = [];
    for (const body of ["One", "Two", "Three"]) sent.push(await write(grace, ada, body));
    const [one, two, three] = sent.map(({ id }) => id) as [number, number, number];
    const talk = { id: sent[0]?.conversationId ?? 0 };
    const remove = async (id: number, forWhom: "me" | "both") => {
      const message = await findMessage(talk, grace, id);
      if (message) await deleteMessage(talk, grace, message, forWhom);
    };
    await remove(two, "me");
    expect((await news(ada, three)).status).toBe(204);
    await remove(one, "both");
    await remove(three, "both");
    const answered = await news(ada, three);
    const changed = answered.all("hx-partial").map((part) => part.getAttribute("hx-target"));
    expect(changed).toEqual([`#message-${one}`, `#message-${three}`, "#message-mark", "#talk-heard"]);
    expect(answered.texts(".message-bubble")).toEqual(["Message deleted", "Message deleted"]);
    expect((await news(ada, answered.value("mark") ?? "")).status).toBe(204);
  });

  test("leave out what the viewer has deleted for themselves on another page, on theirs alone", async () => {
    const { id: one, conversationId } = await write(grace, ada, "One");
    const { id: two } = await write(ada, grace, "Two");
    await as(ada).delete(`/messages/with/${conversationId}/${one}`);
    const hers = await news(ada, two);
    const changed = hers.all("hx-partial").map((part) => [part.getAttribute("hx-target"), part.textContent]);
    expect(changed).toEqual([
      [`#message-${one}`, ""],
      ["#message-mark", ""],
    ]);
    expect((await news(ada, hers.value("mark") ?? "")).status).toBe(204);
    expect((await news(grace, two, {}, "ada")).status).toBe(204);
  });

  test("are the page again when the viewer has blocked the other, or deleted all of it, on another page", async () => {
    const { id, conversationId } = await write(grace, ada, "One");
    await as(ada).post("/@grace/block");
    expect((await news(ada, id)).lead).toBe("/messages/@grace");
    const blocked = (await as(ada).get("/messages/@grace")).value("mark") ?? "";
    expect((await news(ada, blocked)).status).toBe(204);
    await as(ada).delete("/@grace/block");
    expect((await news(ada, blocked)).lead).toBe("/messages/@grace");

    await as(ada).delete(`/messages/with/${conversationId}`);
    expect((await news(ada, id)).lead).toBe("/messages/@grace");
    const form = { body: "Two", mark: `${id}-0-open-0` };
    const sent = await as(ada).post("/messages/@grace", form, { partial: true });
    expect(sent.lead).toBe("/messages/@grace");
    expect((await news(grace, `${id}-0-open-0`, {}, "ada")).texts(".message-bubble")).toEqual(["Two"]);
  });

  test("are not read by a browser that guesses", async () => {
    const { id } = await write(grace, ada, "One");
    await write(grace, ada, "Two");
    await news(ada, id, { "Sec-Purpose": "prefetch" });
    expect((await as(ada).get("/explore")).texts("#messages-waiting .visually-hidden")).toEqual([
      "2 unread messages",
    ]);
  });

  test("are nobody else's", async () => {
    const { id } = await write(grace, ada, "One");
    await write(grace, ada, "Two");
    const his = await news(linus, id - 1);
    expect([his.status, his.text]).toEqual([204, ""]);
  });

  test("are the page again when they are too many to append", async () => {
    const { id } = await write(grace, ada, "Before");
    for (let count = 0; count < 200; count++) await write(grace, ada, `Number ${count}`);
    const answered = await news(ada, id);
    expect(answered.lead).toBe("/messages/@grace");
  });
});
