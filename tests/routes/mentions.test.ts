import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { follow } from "../../src/domain/follows.ts";
import { publish } from "../../src/domain/posts.ts";
import { saveProfile } from "../../src/domain/profile.ts";
import { backfillAgain } from "../../src/search/backfill.ts";
import { as, signedOut } from "../support/client.ts";
import { people, person } from "../support/people.ts";

const PARTIAL = { partial: true };

async function offered(viewer: { id: number }, q: string) {
  await backfillAgain();
  const answer = await as(viewer).get(`/mentions?q=${encodeURIComponent(q)}`, PARTIAL);
  expect(answer.status).toBe(200);
  return answer.all("[role=option]").map((option) => option.getAttribute("data-name"));
}

describe("@ad offers", () => {
  test("people whose user name or name begins so, the followed first", async () => {
    const { ada, grace, linus } = await people();
    const adam = await person("adam");
    await person("Adele");
    await person("bad");
    await saveProfile(linus, { username: "linus", name: "The Ådne", about: "" });
    expect(await offered(grace, "ad")).toEqual(["ada", "linus", "adam", "Adele"]);
    await follow(grace, adam);
    expect((await offered(grace, "ÅD"))[0]).toBe("adam");
    expect(await offered(ada, "ada")).toEqual(["adam"]);
    expect(await offered(ada, "ådn")).toEqual(["linus"]);
  });

  test("nobody by what is no beginning of a name", async () => {
    const { grace } = await people();
    for (const q of ["", "%", "_", "a%", "a b", "\\", "a".repeat(31), "'"])
      expect(await offered(grace, q)).toEqual([]);
  });

  test("a few, and none who is hidden", async () => {
    const { grace } = await people();
    const crowd = await Promise.all(Array.from({ length: 12 }, (_, n) => person(`z${n + 10}`)));
    expect(await offered(grace, "z")).toHaveLength(8);
    const hidden = crowd[0]?.id ?? 0;
    await db.update(users).set({ hidden: true }).where(eq(users.id, hidden));
    expect(await offered(grace, "z10")).toEqual([]);
  });

  test("nothing to who is signed out, and no page of its own", async () => {
    const { grace } = await people();
    const answer = await signedOut().get("/mentions?q=a", PARTIAL);
    expect([answer.text, answer.lead]).toEqual(["", "/login?next=%2F"]);
    expect((await as(grace).get("/mentions?q=a")).lead).toBe("/");
  });
});

describe("a post links", () => {
  const links = async (body: string) => {
    const { ada } = await people();
    const post = await publish(ada, { body });
    const page = await signedOut().get(`/posts/${post}`);
    return page.all(".post-text a").map((link) => `${link.textContent} ${link.getAttribute("href")}`);
  };

  test("the names of people who exist, as they are written", async () => {
    expect(await links("Hello @Grace, @linus and @nobody")).toEqual(["@Grace /@Grace", "@linus /@linus"]);
  });

  test("addresses as addresses, with the names in them", async () => {
    expect(await links("https://example.org/@grace ada@grace.org example.org/@linus @grace")).toEqual([
      "example.org/@grace https://example.org/@grace",
      "example.org/@linus https://example.org/@linus",
      "@grace /@grace",
    ]);
  });

  test("a former name, which leads on", async () => {
    const { ada, grace } = await people();
    const post = await publish(ada, { body: "@grace" });
    await saveProfile(grace, { username: "admiral", name: "", about: "" });
    const browser = signedOut();
    await browser.get(`/posts/${post}`);
    await browser.click("@grace");
    expect((await browser.follow()).url).toEndWith("/@admiral");
  });

  test("nothing that only looks like one", async () => {
    expect(await links('@<script>alert(1)</script> "@grace"><b>')).toEqual(["@grace /@grace"]);
  });
});

describe("the card", () => {
  test("has what there is to know, and the same follow button", async () => {
    const { ada, grace } = await people();
    await saveProfile(ada, { username: "ada", name: "Ada", about: "Enchantress of numbers" });
    await follow(grace, ada);
    const card = await as(grace).get("/@ada/card", PARTIAL);
    expect(card.text).toContain("Enchantress of numbers");
    expect(card.texts(".counts li")).toEqual(["0 posts", "1 follower", "0 following"]);
    expect(card.offers("Unfollow Ada")).toBe(true);
    expect((await signedOut().get("/@ada/card", PARTIAL)).offers("Follow Ada")).toBe(true);
    expect((await as(ada).get("/@ada/card", PARTIAL)).all("form")).toEqual([]);
  });

  test("alone is the profile; of nobody it is a 404", async () => {
    await people();
    expect((await signedOut().get("/@ada/card")).lead).toBe("/@ada");
    expect((await signedOut().get("/@nobody/card", PARTIAL)).status).toBe(404);
  });
});
