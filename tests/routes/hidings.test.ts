import { beforeEach, describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { hidings } from "../../db/schema.ts";
import { block } from "../../src/domain/blocks.ts";
import { mute } from "../../src/domain/hidings.ts";
import { PAGE_SIZE } from "../../src/domain/page.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { as, signedOut } from "../support/client.ts";
import { people, person } from "../support/people.ts";

let ada: Viewer;
let grace: Viewer;

beforeEach(async () => {
  ({ ada, grace } = await people());
});

describe("blocking", () => {
  test("is asked first, says what stays public, and can be taken back on the profile", async () => {
    await publish(grace, { body: "Hello" });
    const hers = as(ada);
    await hers.get("/@grace");
    const question = await hers.click("Block");
    expect(question.text).toContain("signed out, everyone can read them");
    await hers.submit("Block");
    const profile = await hers.follow();
    expect(profile.notice).toBe("You have blocked this person.");
    expect([profile.posts, profile.offers("Follow Grace Hopper"), profile.offers("Message")]).toEqual([
      [],
      false,
      false,
    ]);
    await hers.submit("Unblock Grace Hopper");
    expect((await hers.follow()).posts).toEqual(["Hello"]);
  });

  test("answers the blocked person 404 where the other's pages are, and nobody else", async () => {
    const post = await publish(ada, { body: "Hello" });
    await block(ada, grace);
    const paths = ["/@ada", "/@ada/followers", "/@ada/following", `/posts/${post}`, "/@ada/block"];
    for (const path of paths) expect((await as(grace).get(path)).status).toBe(404);
    for (const path of ["/@ada/follow", "/@ada/block", "/@ada/mute"])
      expect((await as(grace).post(path)).status).toBe(404);
    for (const path of paths.slice(0, -1)) expect((await signedOut().get(path)).status).toBe(200);
  });

  test("can be taken back when the other has blocked too", async () => {
    await block(ada, grace);
    await block(grace, ada);
    expect((await as(ada).delete("/@grace/block")).status).toBe(303);
    expect(await db.$count(hidings)).toBe(2);
  });
});

describe("muting", () => {
  test("and back, from the profile's menu", async () => {
    await publish(grace, { body: "Hello" });
    const hers = as(ada);
    await hers.get("/@grace");
    await hers.submit("Mute");
    expect((await hers.follow()).posts).toEqual(["Hello"]);
    expect((await hers.get("/explore")).posts).toEqual([]);
    await hers.get("/@grace");
    await hers.submit("Unmute");
    expect((await hers.get("/explore")).posts).toEqual(["Hello"]);
  });
});

describe("/settings/privacy", () => {
  test("keeps who may write", async () => {
    const hers = as(ada);
    await hers.get("/settings/privacy");
    await hers.submit("Save", { messagesFrom: "followed" });
    const page = await hers.follow();
    expect(page.all("input[value=followed]")[0]?.hasAttribute("checked")).toBe(true);
    expect((await as(grace).get("/@ada")).offers("Message")).toBe(false);
  });

  test.each(["", "friends", "__proto__"])("refuses %p", async (messagesFrom) => {
    const answer = await as(ada).post("/settings/privacy", { messagesFrom });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Please choose one of these answers.");
  });

  test("lists whom one has blocked and muted, in pages, to be taken back there", async () => {
    for (let number = 0; number < PAGE_SIZE; number++) await mute(ada, await person(`person_${number}`));
    await block(ada, grace);
    const hers = as(ada);
    await hers.get("/settings/privacy");
    await hers.submit("Unblock Grace Hopper");
    expect((await hers.follow()).offers("Unmute person_0")).toBe(true);
    await block(ada, grace);
    await hers.get("/settings/privacy");
    expect((await hers.click("More people")).offers("Unmute person_0")).toBe(true);
  });
});
