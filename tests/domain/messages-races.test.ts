/* What happens in the same moment: nothing is lost, nothing counted twice. */
import { beforeEach, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { conversationSides, conversations, messages } from "../../db/schema.ts";
import { block } from "../../src/domain/blocks.ts";
import { countUnread, lockConversation } from "../../src/domain/conversation-sides.ts";
import { clearConversation, markRead } from "../../src/domain/conversations.ts";
import { lockCounts } from "../../src/domain/counts.ts";
import { follow } from "../../src/domain/follows.ts";
import { messagesOf } from "../../src/domain/messages.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { send } from "../../src/domain/sending.ts";
import { bodies } from "../support/pages.ts";
import { people } from "../support/people.ts";
import { transaction, waitingForLocks } from "../support/transaction.ts";

let ada: Viewer;
let grace: Viewer;

beforeEach(async () => {
  ({ ada, grace } = await people());
  await follow(ada, grace);
  await follow(grace, ada);
});

async function write(from: Viewer, to: Viewer, body: string, key?: string) {
  const sent = await send(from, to, { body, key });
  if ("refused" in sent) throw new Error(sent.refused);
  return { message: sent.id, id: sent.conversationId };
}

test("two who write to each other for the first time begin one conversation", async () => {
  const [one, other] = await Promise.all([write(ada, grace, "One"), write(grace, ada, "Other")]);
  expect(one.id).toBe(other.id);
  expect([await db.$count(conversations), await db.$count(conversationSides)]).toEqual([1, 2]);
  expect([await countUnread(db, ada.id), await countUnread(db, grace.id)]).toEqual([1, 1]);
});

test("twenty messages at once, both ways: each is there once and counts", async () => {
  const numbers = Array.from({ length: 20 }, (_, number) => number);
  const sent = await Promise.all(
    numbers.map((number) =>
      number % 2 === 0 ? write(ada, grace, `${number}`) : write(grace, ada, `${number}`),
    ),
  );
  const { items } = await messagesOf({ id: sent[0]?.id ?? 0 }, ada);
  expect(
    bodies(items)
      .map(Number)
      .toSorted((a, b) => a - b),
  ).toEqual(numbers);
  expect([await countUnread(db, ada.id), await countUnread(db, grace.id)]).toEqual([10, 10]);
});

test("a form that is sent five times at once is one message", async () => {
  const sent = await Promise.all(Array.from({ length: 5 }, () => write(ada, grace, "Hello", "key")));
  expect(new Set(sent.map(({ message }) => message)).size).toBe(1);
  expect(await db.$count(messages)).toBe(1);
  expect(await countUnread(db, grace.id)).toBe(1);
});

test("what arrives while someone reads stays unread", async () => {
  const { id, message } = await write(ada, grace, "One");
  await using other = await transaction();
  await lockConversation(other.tx as never, id);
  const reading = markRead(grace, id, message);
  const writing = write(ada, grace, "Two");
  await waitingForLocks(2);
  await other.rollback();
  await Promise.all([reading, writing]);
  expect(await countUnread(db, grace.id)).toBe(1);
});

test("what arrives while someone deletes the conversation is deleted with it, or stands and is unread", async () => {
  const { id } = await write(ada, grace, "One");
  await Promise.all([clearConversation(grace, id), write(ada, grace, "Two")]);
  const left = bodies((await messagesOf({ id }, grace)).items);
  expect(left.length === 0 || left[0] === "Two").toBe(true);
  expect(await countUnread(db, grace.id)).toBe(left.length);
});

test("no first message slips past a block that is being set", async () => {
  await using other = await transaction();
  await lockCounts(other.tx as never, ada.id, grace.id);
  const blocking = block(grace, ada);
  await waitingForLocks(1);
  const writing = send(ada, grace, { body: "Hello" });
  await waitingForLocks(2);
  await other.rollback();
  await blocking;
  expect(await writing).toEqual({ refused: "messageRefused" });
  expect(await db.$count(messages)).toBe(0);
});
