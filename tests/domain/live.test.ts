import { beforeEach, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { homeRows, notifications, sessions } from "../../db/schema.ts";
import { block, unblock } from "../../src/domain/blocks.ts";
import { clearConversation, markRead } from "../../src/domain/conversations.ts";
import { follow } from "../../src/domain/follows.ts";
import { firstIdAt, newId } from "../../src/domain/ids.ts";
import { hasMore, nothingYet, outlookOf, talkName } from "../../src/domain/live.ts";
import { deleteMessage, findMessage } from "../../src/domain/messages.ts";
import { countUnread } from "../../src/domain/notifications/inbox.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { send } from "../../src/domain/sending.ts";
import { endSession, findSession, startSession } from "../../src/domain/sessions.ts";
import { recorded } from "../bench/recording.ts";
import { runJobs } from "../support/jobs.ts";
import { people, person } from "../support/people.ts";

let ada: Viewer;
let grace: Viewer;
let linus: Viewer;

beforeEach(async () => {
  ({ ada, grace, linus } = await people());
  await follow(ada, grace);
  await follow(grace, ada);
  await runJobs();
});

/** A session and the name by which it is known. */
async function sessionOf(viewer: Pick<Viewer, "id">) {
  const token = await startSession(viewer.id, { remember: false, userAgent: "Test", address: "" });
  const name = (await findSession(token))?.publicId ?? "";
  return { token, name };
}

async function write(from: Viewer, to: Viewer, body: string) {
  const sent = await send(from, to, { body });
  if ("refused" in sent) throw new Error(sent.refused);
  return sent;
}

const talk = (viewer: Viewer, other: Viewer) => ({ person: viewer.id, other: other.id });

test("tells each session what its person's pages tell", async () => {
  const [hers, his] = [await sessionOf(ada), await sessionOf(linus)];
  const { id, conversationId } = await write(grace, ada, "One");
  await write(linus, ada, "A request, which no badge counts");
  await follow(linus, ada);
  await runJobs();
  const open = [talk(ada, grace), talk(grace, ada), talk(linus, grace)];
  const { sessions, talks } = await outlookOf([ada.id, linus.id], open);
  expect(sessions.get(hers.name)).toMatchObject({ messages: 1, notifications: await countUnread(ada) });
  expect(sessions.get(his.name)).toMatchObject({ messages: 0, notifications: 0 });
  expect(talks).toEqual(
    new Map([
      [talkName(talk(ada, grace)), `${id}-0-open-0`],
      [talkName(talk(grace, ada)), `${id}-0-open-0`],
    ]),
  );

  await markRead(ada, conversationId, id);
  expect((await outlookOf([ada.id], [])).sessions.get(hers.name)?.messages).toBe(0);
});

test("tells of what its person does to a conversation on another page, and the other of none of it", async () => {
  const { id, conversationId } = await write(grace, ada, "One");
  const told = async () => {
    const { talks } = await outlookOf([ada.id], [talk(ada, grace), talk(grace, ada)]);
    return [talks.get(talkName(talk(ada, grace))), talks.get(talkName(talk(grace, ada)))];
  };
  const hers = `${id}-0-open-0`;
  const one = await findMessage({ id: conversationId }, ada, id);
  if (one) await deleteMessage({ id: conversationId }, ada, one, "me");
  expect(await told()).toEqual([`${id}-0-open-1`, hers]);
  await clearConversation(ada, conversationId);
  expect(await told()).toEqual([`${id}-0-open-2`, hers]);
  await block(ada, grace);
  expect(await told()).toEqual([`${id}-0-blocked-2`, hers]);
  await unblock(ada, grace);
  expect(await told()).toEqual([`${id}-0-open-2`, hers]);
});

test("counts notifications no further than the pages do", async () => {
  const { name } = await sessionOf(ada);
  const rows = Array.from({ length: 130 }, () => ({
    ...{ id: newId(), recipientId: ada.id, kind: "follow", actorId: newId(), createdAt: new Date() },
  }));
  const told = async () => (await outlookOf([ada.id], [])).sessions.get(name)?.notifications;
  await db.delete(notifications);
  await db.insert(notifications).values(rows.slice(0, 99));
  expect([await told(), await countUnread(ada)]).toEqual([99, 99]);
  await db.insert(notifications).values(rows.slice(99));
  expect([await told(), await countUnread(ada)]).toEqual([100, 100]);
});

test("knows no session that was ended or has run out", async () => {
  const [first, second, third] = [await sessionOf(ada), await sessionOf(ada), await sessionOf(ada)];
  const there = async () => [...(await outlookOf([ada.id], [])).sessions.keys()].toSorted();
  expect(await there()).toEqual([first.name, second.name, third.name].toSorted());
  await endSession(first.token);
  await db
    .update(sessions)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(sessions.publicId, second.name));
  expect(await there()).toEqual([third.name]);
});

test("notices a post that is delivered after a newer one", async () => {
  const { name } = await sessionOf(ada);
  const posts = async () => (await outlookOf([ada.id], [])).sessions.get(name)?.posts ?? nothingYet();
  const early = newId();
  const before = nothingYet();
  expect(hasMore(await posts(), before)).toBe(false);
  await publish(grace, { body: "Newer" });
  await runJobs();
  const newer = await posts();
  expect(hasMore(newer, before)).toBe(true);
  expect(hasMore(newer, newer)).toBe(false);

  await db.insert(homeRows).values({ readerId: ada.id, postId: early, authorId: grace.id });
  const late = await posts();
  if (late.since === newer.since) expect(hasMore(late, newer)).toBe(true); // unless a minute began just now
});

test("posts that grow old are no news, nor is the same at the turn of a minute", () => {
  const since = firstIdAt(Date.now());
  const before = { since, count: 3, newest: since + 5 };
  expect(hasMore({ since: since + 1, count: 0, newest: 0 }, before)).toBe(false);
  expect(hasMore({ since: since + 1, count: 4, newest: since + 5 }, before)).toBe(false);
  expect(hasMore({ since: since + 1, count: 1, newest: since + 6 }, before)).toBe(true);
});

test("is one statement, for one person or for fifty", async () => {
  const many = await Promise.all(Array.from({ length: 50 }, (_, number) => person(`person${number}`)));
  const all = await Promise.all(many.map(sessionOf));
  await write(ada, grace, "Hello");
  expect(await recorded(() => outlookOf([ada.id], []))).toHaveLength(1);
  const asked = await recorded(async () => {
    const { sessions } = await outlookOf(
      many.map(({ id }) => id),
      [talk(ada, grace), talk(grace, ada)],
    );
    expect([...sessions.keys()].toSorted()).toEqual(all.map(({ name }) => name).toSorted());
  });
  expect(asked).toHaveLength(1);
});
