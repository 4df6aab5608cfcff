import { describe, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { jobs, notificationChoices } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { askForDueDigests, digestOf, takeDigest } from "../../src/domain/digests.ts";
import { follow } from "../../src/domain/follows.ts";
import { type Digest, saveChoices } from "../../src/domain/notifications/choices.ts";
import { markAllRead } from "../../src/domain/notifications/inbox.ts";
import type { Kind } from "../../src/domain/notifications/kinds.ts";
import { NEWEST } from "../../src/domain/page.ts";
import { deletePost, publish } from "../../src/domain/posts.ts";
import { unsubscribe } from "../../src/domain/unsubscribe.ts";
import { runJobs } from "../support/jobs.ts";
import { people } from "../support/people.ts";

const take = (person: { id: number }) => transact((tx) => takeDigest(tx, person.id));

/** ada wants mail about these. */
async function scene(digest: Digest, mail: Kind[], site = true) {
  const cast = await people();
  const choices = {
    site: site ? {} : Object.fromEntries(mail.map((kind) => [kind, false])),
    mail: Object.fromEntries(mail.map((kind) => [kind, true])),
  };
  await saveChoices(cast.ada, { choices, digest }, new Date(Date.now() - 1000));
  return cast;
}

async function told(person: { id: number }) {
  const span = await take(person);
  return span && (await digestOf(person.id, span)).map(({ kind, count }) => `${kind} ${count}`);
}

describe("a digest", () => {
  test("tells once what is new, of the kinds that are wanted, groups as groups", async () => {
    const { ada, grace, linus } = await scene("weekly", ["follow"]);
    await follow(grace, ada);
    await follow(linus, ada);
    await publish(grace, { body: "@ada" });
    await runJobs();
    expect(await told(ada)).toEqual(["follow 2"]);
    expect(await told(ada)).toBeNull();
  });

  test("leaves out what was read, and what is gone when it is written", async () => {
    const { ada, grace } = await scene("weekly", ["mention"]);
    await publish(grace, { body: "@ada 1" });
    await runJobs();
    await markAllRead(ada, NEWEST);
    expect(await take(ada)).toBeNull();

    const post = await publish(grace, { body: "@ada 2" });
    await runJobs();
    const span = await take(ada);
    await deletePost(grace, post);
    expect(span && (await digestOf(ada.id, span))).toEqual([]);
  });

  test("tells what is not wanted on the site, where it is never unread", async () => {
    const { ada, grace } = await scene("immediate", ["follow"], false);
    await follow(grace, ada);
    await runJobs();
    expect(await told(ada)).toEqual(["follow 1"]);
  });

  test("is not for those who want none, or never chose", async () => {
    const { ada, grace, linus } = await scene("off", ["follow"]);
    await follow(grace, ada);
    await follow(ada, linus);
    await runJobs();
    expect([await take(ada), await take(linus)]).toEqual([null, null]);
  });

  test("begins where someone chose it, not with what is long past", async () => {
    const { ada, grace, linus } = await people();
    await follow(grace, ada);
    await runJobs();
    const choices = { site: {}, mail: { follow: true } };
    await saveChoices(ada, { choices, digest: "weekly" }, new Date(Date.now() + 1000));
    expect(await take(ada)).toBeNull();
    await Bun.sleep(1000);
    await follow(linus, ada);
    await runJobs();
    expect(await told(ada)).toEqual(["follow 1"]);
  });
});

const due = async () =>
  (await db.select({ payload: jobs.payload }).from(jobs).where(eq(jobs.kind, "digest"))).map(
    ({ payload }) => payload,
  );

describe("at once", () => {
  test("what comes within five minutes is one mail", async () => {
    const { ada, grace, linus } = await scene("immediate", ["follow"]);
    await follow(grace, ada);
    await follow(linus, ada);
    await runJobs();
    expect(await due()).toEqual([{ personId: ada.id }]);
    const seconds = sql`timestampdiff(second, utc_timestamp(3), ${jobs.runAt})`.mapWith(Number);
    const [job] = await db.select({ seconds }).from(jobs).where(eq(jobs.kind, "digest"));
    expect(job?.seconds).toBeWithin(280, 301);
    expect(await told(ada)).toEqual(["follow 2"]);
  });

  test("what is wanted on the site only asks for no mail", async () => {
    const { grace } = await scene("immediate", ["follow"]);
    await publish(grace, { body: "@ada" });
    await runJobs();
    expect(await due()).toEqual([]);
  });
});

describe("a week later", () => {
  test("each whose week is over is asked for, once", async () => {
    const { ada, grace } = await scene("weekly", ["follow"]);
    await saveChoices(grace, { choices: { site: {}, mail: {} }, digest: "weekly" });
    await askForDueDigests(async () => {});
    expect(await due()).toEqual([]);

    const yesterday = new Date(Date.now() - 24 * 3600_000);
    await db
      .update(notificationChoices)
      .set({ dueAt: yesterday })
      .where(eq(notificationChoices.personId, ada.id));
    for (let run = 0; run < 2; run++) await askForDueDigests(async () => {});
    expect(await due()).toEqual([{ personId: ada.id }]);
  });

  test("nobody is asked for who has unsubscribed", async () => {
    const { ada } = await scene("weekly", ["follow"]);
    await unsubscribe(ada);
    await db.update(jobs).set({ runAt: new Date(0) });
    await askForDueDigests(async () => {});
    expect(await due()).toEqual([]);
    expect(await take(ada)).toBeNull();
  });
});
