import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { mentions, notifications } from "../../db/schema.ts";
import { mentionedNames } from "../../src/domain/mentioned-names.ts";
import { findMentioned } from "../../src/domain/mentions.ts";
import { deletePost, edit, findPost, publish } from "../../src/domain/posts.ts";
import { saveProfile } from "../../src/domain/profile.ts";
import { runJobs } from "../support/jobs.ts";
import { people, person } from "../support/people.ts";

const namesIn = (text: string) => mentionedNames(text).map(({ name }) => name);

describe("a text mentions", () => {
  test.each([
    ["@ada", ["ada"]],
    ["Hello @Ada, hello @GRACE!", ["Ada", "GRACE"]],
    ["(@ada) “@ada” ¿@ada? @ada… *@ada* —@ada", ["ada", "ada", "ada", "ada", "ada", "ada"]],
    ["@ada's and @ada-san", ["ada", "ada"]],
    ["That was @ada. And @grace: yes", ["ada", "grace"]],
    [".@ada said", ["ada"]],
    ["@ada\n@grace", ["ada", "grace"]],
    ["こんにちは@adaさん", ["ada"]],
    ["你好@ada，再见", ["ada"]],
    ["สวัสดี@adaครับ", ["ada"]],
    ["👋@ada👋", ["ada"]],
    ["@a_1", ["a_1"]],
    ["مرحبا @ada", ["ada"]],
  ])("%j: %j", (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  test.each([
    ["an address", "user@example.org"],
    ["an address with letters beyond ASCII", "josé@example.org"],
    ["an address that begins with a name of ours", "@ada@example.social"],
    ["a name that goes on like an address", "@ada.example.org"],
    ["a link", "https://example.org/@ada"],
    ["a link without a scheme", "example.org/@ada"],
    ["what a link asks", "https://example.org/?a=b,@ada"],
    ["a name with a letter beyond ASCII", "@adaé @éada"],
    ["a name with a mark", "@ada\u0301"],
    ["a name that is too long", `@${"a".repeat(31)}`],
    ["two @", "@@ada"],
    ["nothing but an @", "@ @! @"],
  ])("nobody: %s", (_, text) => {
    expect(namesIn(text)).toEqual([]);
  });

  test("a name where it stands", () => {
    const text = "Hi @ada!";
    const [found] = mentionedNames(text);
    expect(text.slice(found?.index, found?.end)).toBe("@ada");
  });

  test("a long text of nothing but @ is read at once", () => {
    const began = performance.now();
    for (const part of ["@", "@a", "@a@", "x@", "a://@", "@_"]) namesIn(part.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

const mentionedIn = async (postId: number) =>
  (await db.select().from(mentions).where(eq(mentions.postId, postId))).map((row) => row.personId).sort();

describe("a post keeps whom it mentions", () => {
  test("those who exist, once, by their id", async () => {
    const { ada, grace, linus } = await people();
    const post = await publish(ada, { body: "@Grace @grace @nobody @linus" });

    expect(await mentionedIn(post)).toEqual([grace.id, linus.id].sort());
    expect((await findPost(post, null))?.mentioned).toEqual(["grace", "linus"]);
  });

  test("under a former name too, and a new name changes nothing", async () => {
    const { ada, grace } = await people();
    const before = await publish(ada, { body: "@grace" });
    await saveProfile(grace, { username: "admiral", name: "", about: "" });
    const after = await publish(ada, { body: "@grace @admiral" });

    expect(await mentionedIn(before)).toEqual([grace.id]);
    expect(await mentionedIn(after)).toEqual([grace.id]);
    expect((await findPost(after, null))?.mentioned).toEqual(["grace", "admiral"]);
  });

  test("as it is after an edit", async () => {
    const { ada, grace, linus } = await people();
    const post = await publish(ada, { body: "@grace" });
    const written = await findPost(post, ada);
    if (written === null) throw new Error("The post is gone.");

    const edited = await edit(ada, written, { body: "@linus" });

    expect(edited?.mentioned).toEqual(["linus"]);
    expect(await mentionedIn(post)).toEqual([linus.id]);
    await edit(ada, { ...written, body: "@linus" }, { body: "@grace, nobody else" });
    expect(await mentionedIn(post)).toEqual([grace.id]);
    await edit(ada, { ...written, body: "@grace, nobody else" }, { body: "Nobody" });
    expect(await mentionedIn(post)).toEqual([]);
    expect((await findPost(post, null))?.mentioned).toBeNull();
  });

  test("no longer when it is deleted", async () => {
    const { ada } = await people();
    const post = await publish(ada, { body: "@grace" });
    await deletePost(ada, post);
    expect(await db.$count(mentions)).toBe(0);
  });

  test("no other's: an edit by someone else changes none", async () => {
    const { ada, grace, linus } = await people();
    const post = await publish(ada, { body: "@grace" });
    const seen = await findPost(post, linus);
    if (seen === null) throw new Error("The post is gone.");
    expect(await edit(linus, seen, { body: "@linus" })).toBeNull();
    expect(await mentionedIn(post)).toEqual([grace.id]);
  });

  test("that names ten thousand: the first twenty are told", async () => {
    const { ada } = await people();
    const crowd = await Promise.all(Array.from({ length: 25 }, (_, n) => person(`p${n}`)));
    const body = Array.from({ length: 10_000 }, (_, n) => `@p${n % 30}`).join(" ");
    expect((await findMentioned(body)).names).toHaveLength(25);

    await publish(ada, { body });
    await runJobs();

    const told = await db.select({ id: notifications.recipientId }).from(notifications);
    const firstTwenty = crowd.slice(0, 20).map(({ id }) => id);
    expect(told.map(({ id }) => id).sort()).toEqual(firstTwenty.sort());
  });
});
