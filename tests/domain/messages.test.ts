import { beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { conversations, messages, users } from "../../db/schema.ts";
import { block, unblock } from "../../src/domain/blocks.ts";
import { countUnread } from "../../src/domain/conversation-sides.ts";
import {
  acceptRequest,
  clearConversation,
  conversationsOf,
  countRequests,
  declineRequest,
  findConversation,
  findTalk,
  markRead,
} from "../../src/domain/conversations.ts";
import { follow, unfollow } from "../../src/domain/follows.ts";
import { deleteMessage, findMessage, MessageInput, messagesOf } from "../../src/domain/messages.ts";
import { PAGE_SIZE } from "../../src/domain/page.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { savePrivacy } from "../../src/domain/privacy.ts";
import { send } from "../../src/domain/sending.ts";
import { bodies } from "../support/pages.ts";
import { people, person } from "../support/people.ts";

let ada: Viewer;
let grace: Viewer;
let linus: Viewer;

beforeEach(async () => {
  ({ ada, grace, linus } = await people());
});

/** Sends what must arrive, and answers the message with its conversation. */
async function write(from: Viewer, to: Viewer, body: string, key?: string) {
  const sent = await send(from, to, { body, key });
  if ("refused" in sent) throw new Error(sent.refused);
  return { message: sent.id, id: sent.conversationId };
}

/** ada and grace follow each other. */
async function friends() {
  await follow(ada, grace);
  await follow(grace, ada);
}

const lastLines = async (viewer: Viewer, state: "open" | "request" = "open") =>
  bodies((await conversationsOf(viewer, state)).items);

const read = async (viewer: Viewer, id: number) => bodies((await messagesOf({ id }, viewer)).items);

describe("writing", () => {
  test("a message stands on both sides and is unread on one", async () => {
    await friends();
    const { id } = await write(ada, grace, "Hello");

    expect(await read(ada, id)).toEqual(["Hello"]);
    expect(await read(grace, id)).toEqual(["Hello"]);
    expect(await lastLines(ada)).toEqual(["Hello"]);
    expect(await lastLines(grace)).toEqual(["Hello"]);
    expect([await countUnread(db, ada.id), await countUnread(db, grace.id)]).toEqual([0, 1]);
  });

  test("both write in one conversation, in the order of writing", async () => {
    await friends();
    const { id } = await write(ada, grace, "One");
    expect((await write(grace, ada, "Two")).id).toBe(id);
    await write(ada, grace, "Three");
    expect(await read(grace, id)).toEqual(["One", "Two", "Three"]);
  });

  test("the same form is one message; another text from it, or another recipient, is another", async () => {
    await friends();
    await follow(linus, ada);
    const first = await write(ada, grace, "Hello", "key");
    expect(await write(ada, grace, "Hello", "key")).toEqual(first);
    await write(ada, grace, "Hello again", "key");
    await write(ada, linus, "Hello", "key");
    expect(await read(ada, first.id)).toEqual(["Hello", "Hello again"]);
    expect(await countUnread(db, grace.id)).toBe(2);
    expect(await countUnread(db, linus.id)).toBe(1);
  });

  test("a message after one from a machine whose clock is ahead comes after it all the same", async () => {
    await friends();
    const { id, message } = await write(ada, grace, "One");
    const ahead = message + 4096 * 60_000;
    await db.update(conversations).set({ lastId: ahead }).where(eq(conversations.id, id));
    expect((await write(grace, ada, "Two")).message).toBeGreaterThan(ahead);
  });

  test("1 to 2,000 characters, as a reader counts them", () => {
    const problem = (body: string) => MessageInput.safeParse({ body }).error?.issues[0]?.message;
    expect(problem("👩‍👩‍👧".repeat(2000))).toBeUndefined();
    expect(problem("x")).toBeUndefined();
    expect(problem("x".repeat(2001))).toBe("messageTooLong");
    expect(problem("")).toBe("bodyEmpty");
    expect(problem(" \n\u2800")).toBe("bodyEmpty");
  });
});

describe("the door", () => {
  test("nobody writes to themselves, or to nobody", async () => {
    expect(await send(ada, ada, { body: "Me" })).toEqual({ refused: "messageToSelf" });
    expect(await send(ada, { id: 7 }, { body: "You" })).toEqual({ refused: "messageRefused" });
    expect(await db.$count(messages)).toBe(0);
    expect(await db.$count(conversations)).toBe(0);
  });

  test.each([
    ["everyone", true, true],
    ["followed", true, false],
    ["nobody", false, false],
  ] as const)("open to %s: whom one follows %p, a stranger %p", async (messagesFrom, followed, stranger) => {
    await savePrivacy(ada, { messagesFrom });
    await follow(ada, grace);
    expect("id" in (await send(grace, ada, { body: "Hello" }))).toBe(followed);
    expect("id" in (await send(linus, ada, { body: "Hello" }))).toBe(stranger);
    expect((await findTalk("ada", grace))?.closed).toBe(followed ? null : "messageRefused");
    expect((await findTalk("ada", linus))?.closed).toBe(stranger ? null : "messageRefused");
  });

  test("someone hidden gets no messages, and is somebody without a name", async () => {
    await friends();
    const { id } = await write(grace, ada, "Before");
    await db.update(users).set({ hidden: true }).where(eq(users.id, grace.id));
    expect(await send(ada, grace, { body: "After" })).toEqual({ refused: "messageRefused" });
    expect(await findConversation(id, ada)).toMatchObject({ other: null, closed: "messageRefused" });
    expect(await findTalk("grace", linus)).toBeNull();
    expect(await read(ada, id)).toEqual(["Before"]);
  });

  test("what someone wrote stays when they are gone", async () => {
    await friends();
    const { id } = await write(grace, ada, "Before");
    await db.delete(users).where(eq(users.id, grace.id));
    expect(await lastLines(ada)).toEqual(["Before"]);
    expect(await findConversation(id, ada)).toMatchObject({ other: null, closed: "messageRefused" });
  });
});

describe("requests", () => {
  test("a stranger's first message waits, and is on no badge", async () => {
    await write(linus, ada, "May I?");
    expect(await lastLines(ada)).toEqual([]);
    expect(await lastLines(ada, "request")).toEqual(["May I?"]);
    expect([await countRequests(ada), await countUnread(db, ada.id)]).toEqual([1, 0]);
    expect(await lastLines(linus)).toEqual(["May I?"]);
  });

  test("accepted, it is a conversation like others", async () => {
    const { id } = await write(linus, ada, "May I?");
    await acceptRequest(ada, id);
    expect([await countRequests(ada), await countUnread(db, ada.id)]).toEqual([0, 1]);
    await write(linus, ada, "Thanks");
    expect(await countUnread(db, ada.id)).toBe(2);
  });

  test("answered, or from someone who is followed by now, too", async () => {
    await write(linus, ada, "May I?");
    await write(ada, linus, "Yes");
    expect(await lastLines(ada)).toEqual(["Yes"]);
    await write(grace, ada, "And I?");
    await follow(ada, grace);
    await write(grace, ada, "Hello?");
    expect(await lastLines(ada)).toEqual(["Hello?", "Yes"]);
  });

  test.each(["declined", "blocked"])("%s, it is gone, and the stranger sees what they saw", async (how) => {
    const { id } = await write(linus, ada, "May I?");
    const before = await conversationsOf(linus, "open");
    await (how === "declined" ? declineRequest(ada, id) : block(ada, linus));
    expect([await lastLines(ada), await lastLines(ada, "request")]).toEqual([[], []]);
    expect(await conversationsOf(linus, "open")).toEqual(before);
    expect(await read(linus, id)).toEqual(["May I?"]);
  });

  test("whoever was declined writes on unheard, until the other takes it up", async () => {
    const { id } = await write(linus, ada, "May I?");
    await declineRequest(ada, id);
    await write(linus, ada, "Please?");
    expect([await lastLines(ada), await lastLines(ada, "request")]).toEqual([[], []]);
    await acceptRequest(ada, id);
    expect(await lastLines(ada)).toEqual(["Please?"]);
    expect(await countUnread(db, ada.id)).toBe(0);
  });
});

describe("reading", () => {
  test("lowers what is unread to what came after", async () => {
    await friends();
    await write(ada, grace, "One");
    const { id, message } = await write(ada, grace, "Two");
    await write(ada, grace, "Three");
    expect(await markRead(grace, id, message)).toBe(1);
    expect(await markRead(grace, id, message - 1)).toBe(1);
    expect(await countUnread(db, grace.id)).toBe(1);
  });

  test("a third person has nothing of it", async () => {
    await friends();
    const { id, message } = await write(ada, grace, "Hello");
    expect(await findConversation(id, linus)).toBeNull();
    expect(await read(linus, id)).toEqual([]);
    expect(await findMessage({ id }, linus, message)).toBeNull();
    await markRead(linus, id, message);
    await acceptRequest(linus, id);
    await declineRequest(linus, id);
    await clearConversation(linus, id);
    expect(await countUnread(db, grace.id)).toBe(1);
    expect(await read(grace, id)).toEqual(["Hello"]);
  });

  test("pages lead to the beginning", async () => {
    await friends();
    const texts = Array.from({ length: 2 * PAGE_SIZE + 1 }, (_, number) => `${number}`);
    let id = 0;
    for (const body of texts) ({ id } = await write(ada, grace, body));
    const found: string[] = [];
    for (let before: number | null | undefined; before !== null; ) {
      const { items, next } = await messagesOf({ id }, grace, before);
      found.unshift(...bodies(items));
      before = next;
    }
    expect(found).toEqual(texts);
  });

  test("the list is paged by the last message, newest first", async () => {
    for (let number = 0; number <= PAGE_SIZE; number++) {
      const someone = await person(`person_${number}`);
      await follow(ada, someone);
      await write(someone, ada, `${number}`);
    }
    const first = await conversationsOf(ada, "open");
    const second = await conversationsOf(ada, "open", first.next ?? 0);
    expect(bodies(first.items)[0]).toBe(`${PAGE_SIZE}`);
    expect(bodies(second.items)).toEqual(["0"]);
    expect(second.next).toBeNull();
  });
});

describe("deleting", () => {
  const find = async (viewer: Viewer, id: number, message: number) => {
    const view = await findMessage({ id }, viewer, message);
    if (view === null) throw new Error("There is no such message.");
    return view;
  };

  test("for oneself: the other keeps it; what was unread is no more", async () => {
    await friends();
    await write(ada, grace, "One");
    const { id, message } = await write(ada, grace, "Two");
    expect(await deleteMessage({ id }, grace, await find(grace, id, message), "me")).toBe(true);
    expect(await read(grace, id)).toEqual(["One"]);
    expect(await lastLines(grace)).toEqual(["One"]);
    expect(await read(ada, id)).toEqual(["One", "Two"]);
    expect(await countUnread(db, grace.id)).toBe(1);
  });

  test("for both: the text is nowhere, its place remains", async () => {
    await friends();
    const { id, message } = await write(ada, grace, "One");
    expect(await deleteMessage({ id }, ada, await find(ada, id, message), "both")).toBe(true);
    expect(await read(grace, id)).toEqual([""]);
    expect((await find(grace, id, message)).deletedAt).not.toBeNull();
    expect(await countUnread(db, grace.id)).toBe(0);
    expect(await db.$count(messages, eq(messages.body, "One"))).toBe(0);
  });

  test("for both is the sender's, and for an hour", async () => {
    await friends();
    const { id, message } = await write(ada, grace, "One");
    expect(await deleteMessage({ id }, grace, await find(grace, id, message), "both")).toBe(false);
    await db.update(messages).set({ createdAt: new Date(Date.now() - 3_601_000) });
    expect(await deleteMessage({ id }, ada, await find(ada, id, message), "both")).toBe(false);
    expect(await read(grace, id)).toEqual(["One"]);
  });

  test("a conversation for oneself: it is back with the next message, without the old ones", async () => {
    await friends();
    const { id } = await write(ada, grace, "One");
    await clearConversation(grace, id);
    expect([await lastLines(grace), await read(grace, id)]).toEqual([[], []]);
    expect(await countUnread(db, grace.id)).toBe(0);
    expect(await read(ada, id)).toEqual(["One"]);
    await write(ada, grace, "Two");
    expect([await lastLines(grace), await read(grace, id)]).toEqual([["Two"], ["Two"]]);
    expect(await countUnread(db, grace.id)).toBe(1);
  });
});

describe("a block", () => {
  test("stops messages both ways; what there was stays", async () => {
    await friends();
    const { id } = await write(ada, grace, "Before");
    await block(grace, ada);
    expect(await send(ada, grace, { body: "After" })).toEqual({ refused: "messageRefused" });
    expect(await send(grace, ada, { body: "After" })).toEqual({ refused: "messageRefused" });
    expect(await read(ada, id)).toEqual(["Before"]);
    expect(await countUnread(db, grace.id)).toBe(0);
    expect((await findTalk("ada", grace))?.closed).toBe("messageBlocked");
    expect((await findTalk("grace", ada))?.closed).toBe("messageRefused");

    await unblock(grace, ada);
    await write(ada, grace, "After");
    expect(await read(grace, id)).toEqual(["Before", "After"]);
  });

  test("of someone who never wrote leaves nothing to be found", async () => {
    await block(grace, ada);
    expect(await findTalk("grace", ada)).toBeNull();
    await unfollow(ada, grace);
    expect((await findTalk("ada", grace))?.closed).toBe("messageBlocked");
  });
});
