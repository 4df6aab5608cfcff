import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs, mentions, notifications, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { follow, unfollow } from "../../src/domain/follows.ts";
import { firstIdAt } from "../../src/domain/ids.ts";
import { saveChoices, wishesFor } from "../../src/domain/notifications/choices.ts";
import { forgetBetween } from "../../src/domain/notifications/forget.ts";
import {
  countUnread,
  inbox,
  markAllRead,
  markRead,
  toldSince,
} from "../../src/domain/notifications/inbox.ts";
import type { NotifiedEvent } from "../../src/domain/notifications/kinds.ts";
import { notify } from "../../src/domain/notifications/notify.ts";
import { removeOldNotifications } from "../../src/domain/notifications/old.ts";
import type { Told } from "../../src/domain/notifications/told.ts";
import { NEWEST } from "../../src/domain/page.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { deletePost, edit, findPost, publish } from "../../src/domain/posts.ts";
import { announce } from "../../src/domain/security-events.ts";
import { runJobs } from "../support/jobs.ts";
import { toTheEnd } from "../support/pages.ts";
import { people, person } from "../support/people.ts";
import { transaction, waitingForLocks } from "../support/transaction.ts";

const inWords = ({ kind, count, actors }: Told) =>
  `${kind} ${actors.map((actor) => actor.username).join("+")} ${count}`;

const toldTo = async (viewer: Viewer) => (await inbox(viewer)).items.map(inWords);

describe("is told", () => {
  test("who is followed, and who is mentioned", async () => {
    const { ada, grace } = await people();
    await follow(grace, ada);
    await publish(grace, { body: "Hello @ada" });
    await runJobs();

    expect(await toldTo(ada)).toEqual(["mention grace 1", "follow grace 1"]);
    expect(await toldTo(grace)).toEqual([]);
  });

  test("who is mentioned by an edit, and who was before is not told again", async () => {
    const { ada, grace, linus } = await people();
    const post = await publish(grace, { body: "Hello @ada" });
    await runJobs();
    const written = await findPost(post, grace);
    if (written === null) throw new Error("The post is gone.");
    await edit(grace, written, { body: "Hello @ada and @linus" });
    await runJobs();

    expect(await toldTo(ada)).toEqual(["mention grace 1"]);
    expect(await toldTo(linus)).toEqual(["mention grace 1"]);
  });

  test("whose account something happened to", async () => {
    const { ada } = await people();
    const origin = { address: "", userAgent: "" };
    await transact((tx) => announce(tx, ada.id, "passwordChanged", origin));
    await transact((tx) => announce(tx, ada.id, "signedIn", origin));
    await runJobs();
    const { items } = await inbox(ada);
    expect(items.map((told) => told.securityEvent)).toEqual(["passwordChanged"]);
  });

  test.each([
    ["messageRequest", { withActor: true }],
    ["exportFinished", { withActor: false }],
  ] as const)("who is concerned by a %s", async (kind, { withActor }) => {
    const { ada, grace } = await people();
    const event: NotifiedEvent = { kind, recipientId: ada.id, actorId: withActor ? grace.id : undefined };
    for (let run = 0; run < 2; run++) await notify(event);
    expect(await toldTo(ada)).toEqual([`${kind} ${withActor ? "grace" : ""} 1`]);
  });
});

describe("nobody is told", () => {
  test("of their own acts", async () => {
    const { ada } = await people();
    await publish(ada, { body: "I am @ada" });
    await runJobs();
    expect(await db.$count(mentions)).toBe(1);
    expect(await db.$count(notifications)).toBe(0);
  });

  test("twice of one event, however often the job runs", async () => {
    const { ada, grace } = await people();
    await follow(grace, ada);
    const post = await publish(grace, { body: "@ada" });
    await runJobs();
    const events: NotifiedEvent[] = [
      { kind: "follow", actorId: grace.id, recipientId: ada.id },
      { kind: "mention", actorId: grace.id, subjectId: post },
    ];
    for (const event of [...events, ...events]) await notify(event);
    expect(await toldTo(ada)).toEqual(["mention grace 1", "follow grace 1"]);
  });

  test("twice when two workers run the same job at once", async () => {
    const { ada, grace } = await people();
    await follow(grace, ada);
    const event: NotifiedEvent = { kind: "follow", actorId: grace.id, recipientId: ada.id };
    const runs = await Promise.allSettled(Array.from({ length: 6 }, () => notify(event)));
    expect(runs.some((run) => run.status === "fulfilled")).toBe(true);
    expect(await db.$count(notifications)).toBe(1);
    await notify(event); // as the queue does with a job that failed
    expect(await db.$count(notifications)).toBe(1);
  });

  test("again by who leaves and comes back", async () => {
    const { ada, grace } = await people();
    for (let round = 0; round < 2; round++) {
      await follow(grace, ada);
      await runJobs();
      await unfollow(grace, ada);
    }
    await follow(grace, ada);
    await runJobs();
    expect(await toldTo(ada)).toEqual(["follow grace 1"]);
  });

  test("of a follow that was taken back before the job ran", async () => {
    const { ada, grace } = await people();
    await follow(grace, ada);
    await unfollow(grace, ada);
    await runJobs();
    expect(await db.$count(notifications)).toBe(0);
  });

  test("of what somebody hidden does", async () => {
    const { ada, grace } = await people();
    await follow(grace, ada);
    await publish(grace, { body: "@ada @linus" });
    await db.update(users).set({ hidden: true }).where(eq(users.id, grace.id));
    await runJobs();
    expect(await db.$count(notifications)).toBe(0);
  });

  test("of what they do not want to be told", async () => {
    const { ada, grace } = await people();
    await saveChoices(ada, { choices: { site: { follow: false }, mail: {} }, digest: "off" });
    await follow(grace, ada);
    await publish(grace, { body: "@ada" });
    await runJobs();
    expect(await toldTo(ada)).toEqual(["mention grace 1"]);
    expect(await countUnread(ada)).toBe(1);
  });

  test("of an event that was rolled back", async () => {
    const { ada } = await people();
    const origin = { address: "", userAgent: "" };
    const failing = transact(async (tx) => {
      await announce(tx, ada.id, "passwordChanged", origin);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await db.$count(jobs)).toBe(0);
  });
});

describe("a deleted post", () => {
  test("takes its notifications along", async () => {
    const { ada, grace } = await people();
    const post = await publish(grace, { body: "@ada" });
    await runJobs();
    expect(await countUnread(ada)).toBe(1);
    await deletePost(grace, post);
    expect(await countUnread(ada)).toBe(0);
    expect(await toldTo(ada)).toEqual([]);
  });

  test("while its job runs leaves none behind", async () => {
    const { grace } = await people();
    const post = await publish(grace, { body: "@ada" });
    await using deletion = await transaction();
    await deletion.tx.delete(mentions).where(eq(mentions.postId, post));
    const running = notify({ kind: "mention", actorId: grace.id, subjectId: post });
    await waitingForLocks(1);
    await deletion.commit();
    await running;
    expect(await db.$count(notifications)).toBe(0);
  });
});

describe("the list", () => {
  /** People who follow ada one after the other, at these moments. */
  async function followers(ada: Viewer, times: Date[]) {
    const rows = [];
    for (const [n, createdAt] of times.entries()) {
      const { id: actorId } = await person(`p${n}`);
      rows.push({
        id: firstIdAt(createdAt.getTime()) + n,
        recipientId: ada.id,
        kind: "follow",
        actorId,
        createdAt,
      });
    }
    await db.insert(notifications).values(rows);
  }
  const at = (day: number, second = 0) => new Date(Date.UTC(2026, 5, day, 12, 0, second));

  test("tells those who followed on one day together", async () => {
    const { ada, grace } = await people();
    await followers(ada, [at(1), at(2, 1), at(2, 2), at(2, 3), at(2, 4)]);
    await publish(grace, { body: "@ada" });
    await runJobs();
    expect(await toldTo(ada)).toEqual(["mention grace 1", "follow p4+p3+p2 4", "follow p0 1"]);
  });

  test("has the same pages whatever is read or arrives, with nobody twice or missing", async () => {
    const { ada, grace } = await people();
    const times = Array.from({ length: 24 }, (_, n) => at(1 + n, n));
    await followers(ada, times);
    const first = await inbox(ada);
    expect(first.items).toHaveLength(20);
    await markAllRead(ada, NEWEST);
    await publish(grace, { body: "@ada" });
    await runJobs();

    const rest = await inbox(ada, first.next ?? undefined);
    expect(rest.items).toHaveLength(4);
    const all = await toTheEnd(async (before) => inbox(ada, before));
    expect(all).toHaveLength(25);
    expect(new Set(all.map((told) => told.id)).size).toBe(25);
  });

  test("is read to where it was shown", async () => {
    const { ada } = await people();
    await followers(
      ada,
      Array.from({ length: 24 }, (_, n) => at(1 + n, n)),
    );
    const { span, items } = await inbox(ada);
    expect(items.every((told) => told.unread)).toBe(true);
    if (span) await markRead(ada, span);
    expect(await countUnread(ada)).toBe(4);
    expect((await inbox(ada)).items.some((told) => told.unread)).toBe(false);
  });

  test("is one's own: another's stay unread", async () => {
    const { ada, grace, linus } = await people();
    await follow(linus, ada);
    await follow(linus, grace);
    await runJobs();
    await markAllRead(ada, NEWEST);
    await markRead(ada, { oldest: 1, newest: NEWEST });
    expect([await countUnread(ada), await countUnread(grace)]).toEqual([0, 1]);
  });

  test("leaves out those who are hidden or gone", async () => {
    const { ada, grace } = await people();
    await follow(grace, ada);
    await runJobs();
    await db.update(users).set({ hidden: true }).where(eq(users.id, grace.id));
    expect(await toldTo(ada)).toEqual([]);
    await db.delete(users).where(eq(users.id, grace.id));
    expect(await toldTo(ada)).toEqual([]);
  });

  test("R22 since a notification, and since a moment: strictly after, ascending", async () => {
    const { ada } = await people();
    await followers(ada, [at(1), at(2), at(3)]);
    const ids = (await toldSince(ada, 0)).map((told) => told.id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(ids).toHaveLength(3);
    expect((await toldSince(ada, ids[0] ?? 0)).map((told) => told.id)).toEqual(ids.slice(1));
    expect((await toldSince(ada, at(2))).map((told) => told.id)).toEqual(ids.slice(2));
    expect(await toldSince(ada, at(3))).toEqual([]);
  });

  test("counts no further than a hundred", async () => {
    const { ada, grace } = await people();
    await db.insert(notifications).values(
      Array.from({ length: 150 }, (_, n) => ({
        ...{ id: n + 1, recipientId: ada.id, kind: "mention", actorId: grace.id, subjectId: n + 1 },
        createdAt: new Date(),
      })),
    );
    expect(await countUnread(ada)).toBe(100);
    await markAllRead(ada, 20);
    expect(await db.$count(notifications, eq(notifications.recipientId, ada.id))).toBe(150);
    await markAllRead(ada, NEWEST);
    expect(await countUnread(ada)).toBe(0);
  });
});

test("two people who part are no longer told of each other, and others still are", async () => {
  const { ada, grace, linus } = await people();
  await follow(grace, ada);
  await publish(grace, { body: "@ada @linus" });
  await publish(ada, { body: "@grace" });
  await follow(linus, ada);
  await runJobs();
  await transact((tx) => forgetBetween(tx, ada.id, grace.id));
  expect([await toldTo(ada), await toldTo(grace)]).toEqual([["follow linus 1"], []]);
  expect(await toldTo(linus)).toEqual(["mention grace 1"]);
});

test("after 90 days they are removed, in batches", async () => {
  const { ada, grace } = await people();
  const day = 24 * 3600_000;
  const aged = (days: number, count: number) =>
    Array.from({ length: count }, (_, n) => ({
      ...{ recipientId: ada.id, kind: "mention", actorId: grace.id, subjectId: days * 10_000 + n },
      ...{ id: firstIdAt(Date.now() - days * day) + n, createdAt: new Date(Date.now() - days * day) },
    }));
  await db.insert(notifications).values([...aged(91, 1200), ...aged(89, 3)]);
  let batches = 0;
  await removeOldNotifications(async () => {
    batches++;
  });
  expect(await db.$count(notifications)).toBe(3);
  expect(batches).toBe(2);
});

test("what somebody chose stays with a kind that comes later", async () => {
  const { ada } = await people();
  await saveChoices(ada, { choices: { site: { mention: false }, mail: {} }, digest: "weekly" });
  expect((await wishesFor(ada)).choices).toEqual({ site: { mention: false }, mail: {} });
});
