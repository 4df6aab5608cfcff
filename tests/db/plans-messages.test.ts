/*
 * Someone with two thousand conversations, one of them with 100,000 messages: no question reads more than a page needs.
 * Counted as in `plans.test.ts`.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { conversationSides, conversations, messages, posts, users } from "../../db/schema.ts";
import {
  conversationsOf,
  countRequests,
  findConversation,
  findTalk,
  markRead,
} from "../../src/domain/conversations.ts";
import { outlookOf } from "../../src/domain/live.ts";
import { messagesOf } from "../../src/domain/messages.ts";
import { viewerColumns } from "../../src/domain/people.ts";
import { send } from "../../src/domain/sending.ts";
import { rowsRead } from "../support/rows-read.ts";
import { transaction } from "../support/transaction.ts";
import { endOfTheWorld, idOfPost, POSTS, world } from "../support/world.ts";

setDefaultTimeout(60_000);

const PEOPLE = 2000;
const NEWEST = idOfPost(POSTS);
let there: Awaited<ReturnType<typeof world>>;

beforeAll(async () => {
  there = await world(PEOPLE);
  await using builder = await transaction();
  const { tx } = builder;
  const { star, reader } = there;
  await tx.execute(sql`insert into ${conversations} (id, low_id, high_id, last_id)
    select id, ${star.id}, id, if(id = ${reader.id}, ${NEWEST}, id) from ${users} where id > ${star.id}`);
  await tx.execute(sql`insert into ${conversationSides} (person_id, conversation_id, other_id, state, last_id, unread)
    select high_id, id, low_id, 'open', last_id, 1 from ${conversations} union all
    select low_id, id, high_id, if(id % 50 = 0, 'request', 'open'), last_id, if(id % 100 = 2, 7, 0) from ${conversations}`);
  await tx.execute(sql`insert into ${messages} (conversation_id, id, sender_id, body, created_at)
    select ${reader.id}, id, if(id % 2 = 0, ${star.id}, ${reader.id}), body, created_at from ${posts}`);
  await tx.execute(sql`insert into ${messages} (conversation_id, id, sender_id, body, created_at)
    select id, id, high_id, 'Hello', '2026-01-01' from ${conversations} where id <> ${reader.id}`);
  await builder.commit();
  await tx.execute(sql`analyze table ${conversations}, ${conversationSides}, ${messages}`);
});

afterAll(async () => {
  await Promise.all([conversations, conversationSides].map((table) => db.delete(table)));
  await using wrecker = await transaction();
  await wrecker.tx.execute(sql`truncate table ${messages}`);
  await endOfTheWorld();
});

const inTheMiddle = idOfPost(POSTS / 2);
const questions: [question: string, most: number, ask: () => Promise<unknown>][] = [
  ["the conversations", 120, () => conversationsOf(there.star, "open")],
  ["older ones", 120, () => conversationsOf(there.star, "open", 1000)],
  ["the requests", 120, () => conversationsOf(there.star, "request")],
  ["how many requests there are", PEOPLE / 50 + 5, () => countRequests(there.star)],
  ["a conversation by name", 20, () => findTalk("person_2", there.star)],
  ["a conversation by its id", 20, () => findConversation(there.reader.id, there.star)],
  ["its messages", 40, () => messagesOf(there.reader, there.star)],
  ["older ones of them", 40, () => messagesOf(there.reader, there.star, inTheMiddle)],
  [
    "how far it is, for a stream",
    20,
    () => outlookOf([1e12], [{ person: there.star.id, other: there.reader.id }]),
  ],
  ["the viewer with the badge", PEOPLE / 100 + 10, () => badge()],
  ["reading", 60, () => markRead(there.star, there.reader.id, NEWEST)],
  ["writing", 60, () => send(there.star, there.reader, { body: "Hello", key: "key" })],
];

const badge = () => db.select(viewerColumns).from(users).where(eq(users.id, there.star.id));

test.each(questions)("%s: at most %i reads", async (_, most, ask) => {
  expect(await rowsRead(ask)).toBeWithin(1, most + 1);
});
