import { describe, expect, test } from "bun:test";
import { follow } from "../../src/domain/follows.ts";
import { PAGE_SIZE } from "../../src/domain/page.ts";
import { findProfile } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { as, signedOut } from "../support/client.ts";
import { people, person } from "../support/people.ts";

const rename = (viewer: { id: number }, username: string) =>
  as(viewer).post("/settings/profile", { username, name: "Ada Lovelace", about: "" });

describe("a profile", () => {
  test("is for everyone: who it is, the counts, the posts", async () => {
    const { ada, grace } = await people();
    await follow(grace, ada);
    await publish(ada, { body: "Hello" });

    const page = await signedOut().get("/@ada");

    expect(page.status).toBe(200);
    expect(page.texts("h1")).toEqual(["Ada Lovelace"]);
    expect(page.texts(".counts li")).toEqual(["1 post", "1 follower", "0 following"]);
    expect(page.posts).toEqual(["Hello"]);
  });

  test("is its posts alone for htmx", async () => {
    const { ada } = await people();
    await publish(ada, { body: "Hello" });
    const part = await signedOut().get("/@ada", { partial: true });
    expect(part.posts).toEqual(["Hello"]);
    expect(part.all("h1")).toEqual([]);
  });

  test.each(["/@nobody", "/@nobody/followers", "/@nobody/following", "/@nobody/follow"])(
    "R14 of someone unknown is a 404: %s",
    async (path) => {
      const { ada } = await people();
      expect((await signedOut().get(path)).status).toBe(404);
      expect((await as(ada).get(path, { partial: true })).status).toBe(404);
    },
  );

  test("in other letters leads on to the name as it is written, page and all", async () => {
    const { ada } = await people();
    const answer = await signedOut().get("/@ADA/followers?before=7");
    expect(answer.status).toBe(302);
    expect(answer.lead).toBe("/@ada/followers?before=7");
    expect((await as(ada).send("HEAD", "/@ADA")).lead).toBe("/@ada");
  });

  test("under a former name leads on to the present one", async () => {
    const { ada } = await people();
    await rename(ada, "countess");

    expect((await signedOut().get("/@ada")).lead).toBe("/@countess");
    expect((await signedOut().get("/@Ada/following")).lead).toBe("/@countess/following");
    expect((await signedOut().get("/@countess")).status).toBe(200);
  });
});

describe("R15 following", () => {
  test("is a button on the profile, and so is its end", async () => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/@grace");

    const answer = await browser.submit("Follow Grace Hopper");
    expect(answer.status).toBe(303);
    const followed = await browser.follow();
    expect(followed.url).toEndWith("/@grace");
    expect(followed.notice).toBe("You follow this person now.");
    expect(followed.texts(".counts li")).toContain("1 follower");

    await browser.submit("Unfollow Grace Hopper");
    const unfollowed = await browser.follow();
    expect(unfollowed.notice).toBe("You no longer follow this person.");
    expect(unfollowed.texts(".counts li")).toContain("0 followers");
  });

  test("comes back to the page that the button stood on", async () => {
    const { ada, grace, linus } = await people();
    await follow(linus, grace);
    const browser = as(ada);
    await browser.get("/@linus/following");
    expect((await browser.submit("Follow Grace Hopper")).lead).toBe("/@linus/following");
  });

  test("with htmx answers with the button and the count, for wherever they stand", async () => {
    const { ada, grace } = await people();
    const browser = as(ada);
    await browser.get("/@grace");

    for (const part of [
      await browser.submit("Follow Grace Hopper", {}, { partial: true }),
      await browser.get("/@grace/follow", { partial: true }),
    ]) {
      expect(part.isPage).toBe(false);
      expect(part.all("hx-partial").map((each) => each.getAttribute("hx-target"))).toEqual([
        `.follow-${grace.id}`,
        `.followers-${grace.id}`,
      ]);
      expect(part.texts("button")).toEqual(["Unfollow"]);
      expect(part.texts("a")).toEqual(["1 follower"]);
    }
  });

  test("twice, or a stranger no longer, changes nothing", async () => {
    const { ada, grace } = await people();
    const browser = as(ada);

    for (const _ of [1, 2]) expect((await browser.post("/@grace/follow")).status).toBe(303);
    expect(await findProfile("grace", ada)).toMatchObject({ followersCount: 1, followed: true });

    for (const _ of [1, 2]) expect((await browser.delete("/@grace/follow")).status).toBe(303);
    expect(await findProfile("grace", ada)).toMatchObject({ followersCount: 0, followed: false });
    expect(await findProfile("ada", grace)).toMatchObject({ followingCount: 0 });
  });

  test("oneself does nothing, and there is no button for it", async () => {
    const { ada } = await people();
    const browser = as(ada);
    expect((await browser.post("/@ada/follow")).status).toBe(303);
    expect(await findProfile("ada", ada)).toMatchObject({ followersCount: 0, followed: false });
    expect((await browser.get("/@ada")).texts("main button")).toEqual([]);
  });

  test("someone unknown is a 404", async () => {
    const { ada } = await people();
    expect((await as(ada).post("/@nobody/follow")).status).toBe(404);
    expect((await as(ada).delete("/@nobody/follow", { partial: true })).status).toBe(404);
  });

  test("never happens by a link: the address alone leads to the profile", async () => {
    const { ada } = await people();
    const answer = await as(ada).get("/@grace/follow");
    expect(answer.lead).toBe("/@grace");
    expect(await findProfile("grace", ada)).toMatchObject({ followed: false });
  });

  test("under a former or other spelling of the name follows who has it", async () => {
    const { ada, grace } = await people();
    await rename(ada, "countess");
    expect((await as(grace).post("/@ADA/follow")).status).toBe(303);
    expect(await findProfile("countess", grace)).toMatchObject({ followed: true });
  });

  test("needs a login, after which one is back at the profile", async () => {
    await people();
    const page = await signedOut().get("/@grace");
    const [link] = page.all("main a.btn-follow");
    expect(link?.getAttribute("href")).toBe("/login?next=/@grace");
  });
});

describe("the lists of people", () => {
  test("show who follows someone and whom they follow, newest first", async () => {
    const { ada, grace, linus } = await people();
    await follow(grace, ada);
    await follow(linus, ada);

    const names = async (path: string) => (await signedOut().get(path)).texts("main li .person-username");

    expect(await names("/@ada/followers")).toEqual(["@linus", "@grace"]);
    expect(await names("/@grace/following")).toEqual(["@ada"]);
    expect(await names("/@ada/following")).toEqual([]);
  });

  test("lead on, in whole and in part, to the very end", async () => {
    const { ada } = await people();
    for (let number = 1; number <= PAGE_SIZE + 1; number++)
      await follow(await person(`reader${number}`), ada);
    const browser = signedOut();
    const first = await browser.get("/@ada/followers");
    expect(first.all("main li")).toHaveLength(PAGE_SIZE);

    const last = await browser.click("More people");
    const part = await browser.get(last.url, { partial: true });

    expect(last.texts(".person-username")).toEqual(["@reader1"]);
    expect(part.texts(".person-username")).toEqual(["@reader1"]);
    expect(part.isPage).toBe(false);
    expect(last.offers("More people")).toBe(false);
  });
});
