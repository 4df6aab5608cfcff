import { describe, expect, test } from "bun:test";
import { eq, getTableColumns, is, sql } from "drizzle-orm";
import { MySqlTable } from "drizzle-orm/mysql-core";
import { db } from "../../db/client.ts";
import * as schema from "../../db/schema.ts";
import { authenticate, signUp } from "../../src/domain/accounts.ts";
import { block } from "../../src/domain/blocks.ts";
import { conversationsOf } from "../../src/domain/conversations.ts";
import { askForExport } from "../../src/domain/exports.ts";
import { follow } from "../../src/domain/follows.ts";
import { mute } from "../../src/domain/hidings.ts";
import { homePage } from "../../src/domain/home.ts";
import { leave, removeAccount, removeThoseWhoLeft, stay } from "../../src/domain/leaving.ts";
import { messagesOf } from "../../src/domain/messages.ts";
import { saveChoices } from "../../src/domain/notifications/choices.ts";
import { findProfile, type Viewer } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { saveProfile } from "../../src/domain/profile.ts";
import { send } from "../../src/domain/sending.ts";
import { startSession } from "../../src/domain/sessions.ts";
import { enqueue } from "../../src/jobs/queue.ts";
import { forgetGonePeople } from "../../src/search/mysql/keep.ts";
import { setAvatar } from "../../src/uploads/avatars.ts";
import { hasApp } from "../support/authenticator.ts";
import { runJobs } from "../support/jobs.ts";
import { PASSWORD, people } from "../support/people.ts";
import { png } from "../support/pictures.ts";
import { hasPasskey } from "../support/security.ts";

const ORIGIN = { address: "192.0.2.77", userAgent: "Analytical Engine" };
const FAREWELL = { username: "ADA", password: PASSWORD };
const between = async () => {};

const rowOf = async (person: { id: number }) =>
  (await db.select().from(schema.users).where(eq(schema.users.id, person.id)))[0];

/** ada has done all that a person can do, and left so long ago that her time is over. */
async function adaWhoseTimeIsOver() {
  const cast = await people();
  const { ada, grace, linus } = cast;
  await saveProfile(ada, { username: "countess", name: "Lady Lovelace", about: "Poetical science" });
  await publish(ada, { body: "The engine weaves", key: "a key" });
  await publish(grace, { body: "A bug" });
  await follow(ada, grace);
  await follow(grace, ada);
  await follow(linus, ada);
  await startSession(ada.id, { remember: true, ...ORIGIN });
  await publish(ada, { body: "That it has no pretensions, @grace" });
  await send(ada, grace, { body: "It can do whatever we know how to order it" });
  await send(grace, ada, { body: "Noted" });
  await mute(ada, linus);
  await block(linus, ada);
  await hasPasskey(ada);
  await hasApp(ada);
  await saveChoices(ada, { choices: { site: { follow: false }, mail: {} }, digest: "weekly" });
  await setAvatar(ada, new Blob([png(8, 8)]));
  await askForExport(ada, ORIGIN);
  await runJobs();
  await leave({ ...ada, username: "countess" }, { ...FAREWELL, username: "countess" }, ORIGIN);
  await runJobs();
  await enqueue(db, "mail", { message: "security", userId: ada.id, data: { event: "passwordChanged" } });
  await db.update(schema.jobs).set({ failedAt: new Date(), lastError: "550 no countess here" });
  await letTimePass(ada);
  return cast;
}

const letTimePass = (person: Pick<Viewer, "id">) =>
  db
    .update(schema.users)
    .set({ leavesAt: sql`utc_timestamp(3) - interval 1 second` })
    .where(eq(schema.users.id, person.id));

/** Every text in every table, with the names of the tables that hold any of these. */
async function tablesThatHold(...texts: string[]): Promise<string[]> {
  const tables = Object.entries(schema).filter(([, table]) => is(table, MySqlTable));
  const found = await Promise.all(
    tables.map(async ([name, table]) => {
      const rows = await db.select(getTableColumns(table)).from(table);
      const all = JSON.stringify(rows).toLowerCase();
      return texts.some((text) => all.includes(text.toLowerCase())) ? [name] : [];
    }),
  );
  return found.flat();
}

describe("leaving", () => {
  test("asks for the user name and the password", async () => {
    const { ada } = await people();

    expect(await leave(ada, { username: "grace", password: "guess" }, ORIGIN)).toEqual({
      username: "usernameNotYours",
      password: "wrongPassword",
    });
    expect(await leave(ada, { username: "ada", password: "guess" }, ORIGIN)).toEqual({
      password: "wrongPassword",
    });

    expect(await rowOf(ada)).toMatchObject({ leavesAt: null, hidden: false });
  });

  test("hides the person and ends their sessions; signing in undoes it", async () => {
    const { ada } = await people();
    await startSession(ada.id, { remember: true, ...ORIGIN });

    expect(await leave(ada, FAREWELL, ORIGIN)).toBeNull();

    expect(await rowOf(ada)).toMatchObject({ hidden: true, leavesAt: expect.any(Date) });
    expect(await db.select().from(schema.sessions)).toEqual([]);
    expect(await authenticate("ada", PASSWORD)).toBe(ada.id);
    expect(await stay(ada.id, ORIGIN)).toBe(true);
    expect(await stay(ada.id, ORIGIN)).toBe(false);
    expect(await rowOf(ada)).toMatchObject({ hidden: false, leavesAt: null });
  });

  test("shows nobody again who is suspended too", async () => {
    const { ada } = await people();
    await db.update(schema.users).set({ suspendedAt: new Date() }).where(eq(schema.users.id, ada.id));
    await leave(ada, FAREWELL, ORIGIN);

    await stay(ada.id, ORIGIN);

    expect(await rowOf(ada)).toMatchObject({ hidden: true, leavesAt: null });
  });

  test("removes nobody before the time, nor someone who stayed", async () => {
    const { ada } = await people();
    await publish(ada, { body: "Hello" });
    await leave(ada, FAREWELL, ORIGIN);

    await removeThoseWhoLeft();
    await removeAccount(ada.id, between);
    await runJobs();
    expect(await rowOf(ada)).toMatchObject({ username: "ada" });

    await letTimePass(ada);
    await stay(ada.id, ORIGIN);
    await removeAccount(ada.id, between);
    expect(await rowOf(ada)).toMatchObject({ username: "ada", postsCount: 1 });
  });

  test("removes all of a person, and nothing of others", async () => {
    const { ada, grace, linus } = await adaWhoseTimeIsOver();

    await removeThoseWhoLeft();
    await runJobs();
    await forgetGonePeople(Date.now() + 2 * 24 * 3600 * 1000);

    expect(
      await tablesThatHold("ada", "countess", "lovelace", "poetical", "weaves", "192.0.2.77", "analytical"),
    ).toEqual([]);
    // What she wrote to grace is grace's too, as from somebody who is gone.
    const kept = ["conversationSides", "conversations", "messages"];
    expect((await tablesThatHold(String(ada.id))).sort()).toEqual(kept);
    const [talk] = (await conversationsOf(grace, "open")).items;
    expect(talk).toMatchObject({ other: null });
    const letters = await messagesOf({ id: talk?.id ?? 0 }, grace);
    expect(letters.items.map(({ body }) => body)).toEqual([
      "It can do whatever we know how to order it",
      "Noted",
    ]);
    expect(await findProfile("countess", null)).toBeNull();
    expect(await authenticate("countess", PASSWORD)).toBeNull();
    expect(await findProfile("grace", null)).toMatchObject({ followersCount: 0, followingCount: 0 });
    expect(await findProfile("linus", null)).toMatchObject({ followingCount: 0 });
    expect((await homePage(grace)).items.map((post) => post.body)).toEqual(["A bug"]);
    expect((await homePage(linus)).items).toEqual([]);
  });

  test("can be interrupted anywhere", async () => {
    const { ada } = await adaWhoseTimeIsOver();
    let batches = 0;
    for (let most = 0; ; most++) {
      batches = 0;
      const interrupted = await removeAccount(ada.id, async () => {
        if (++batches > most) throw new Error("killed");
      }).then(
        () => false,
        () => true,
      );
      if (!interrupted) break;
      expect(await stay(ada.id, ORIGIN)).toBe(false);
    }
    await runJobs();
    await forgetGonePeople(Date.now() + 2 * 24 * 3600 * 1000);
    expect(await tablesThatHold("countess")).toEqual([]);
  });

  test("gives their names to nobody, present or former", async () => {
    await adaWhoseTimeIsOver();
    await removeThoseWhoLeft();
    await runJobs();

    for (const username of ["ada", "Countess"]) {
      const made = await signUp({ username, email: null, password: PASSWORD });
      expect(made).toEqual({ problems: { username: "usernameTaken" } });
    }
    expect(await tablesThatHold("countess")).toEqual([]);
  });
});
