import { beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts } from "../../db/schema.ts";
import { follow } from "../../src/domain/follows.ts";
import { publish } from "../../src/domain/posts.ts";
import { backfillAgain } from "../../src/search/backfill.ts";
import { hostileQueries } from "../search/hostile.ts";
import { as, signedOut } from "../support/client.ts";
import { indexPeople, runJobs } from "../support/jobs.ts";
import { people, person } from "../support/people.ts";

let cast: Awaited<ReturnType<typeof people>>;

beforeAll(async () => {
  cast = await people();
  const { ada, grace, linus } = cast;
  await indexPeople([ada, grace, linus]);
  await follow(ada, grace);
  for (let n = 1; n <= 45; n++) await publish(grace, { body: `kettle ${n}` });
  await publish(linus, { body: "samovar, see https://example.org/kettles/brass and <b>samovar</b>" });
  await publish(linus, { body: "<script>alert(1)</script> teapot <mark>" });
  await runJobs();
});

describe("R20 the search page", () => {
  test("finds posts, the newest first, page by page to the end", async () => {
    const visitor = signedOut();
    await visitor.get("/search?q=kettle&order=newest");
    expect(visitor.page?.posts).toEqual(Array.from({ length: 20 }, (_, n) => `kettle ${45 - n}`));
    await visitor.click("Older posts");
    await visitor.click("Older posts");
    expect(visitor.page?.posts).toEqual(["kettle 5", "kettle 4", "kettle 3", "kettle 2", "kettle 1"]);
    expect(visitor.page?.offers("Older posts")).toBe(false);
  });

  test("the best first, and its pages stay as they are while posts arrive", async () => {
    const visitor = signedOut();
    const first = await visitor.get("/search?q=kettle");
    const late = await publish(cast.linus, { body: "kettle" });
    await runJobs();
    const second = await visitor.click("Older posts");
    const third = await visitor.click("Older posts");
    const read = [first, second, third].flatMap((page) => page.posts);
    expect(read).toHaveLength(45);
    expect(new Set(read).size).toBe(45);
    await db.delete(posts).where(eq(posts.id, late));
  });

  test("without a question it is explore, with hints of what can be asked", async () => {
    for (const path of ["/search", "/search?q=", "/search?q=%20%20", "/search?type=people"]) {
      const page = await signedOut().get(path);
      expect(page.posts).toEqual((await signedOut().get("/explore")).posts);
      expect(page.texts("dt")).toContain("from:@ada");
    }
    const older = await (async () => {
      const visitor = signedOut();
      await visitor.get("/search");
      return visitor.click("Older posts");
    })();
    expect(older.posts).toHaveLength(20);
  });

  test("keeps what was asked in the box, and marks it in the texts, links too", async () => {
    const page = await signedOut().get('/search?q="samovar"+brass+-x');
    expect(page.value("q")).toBe('"samovar" brass -x');
    expect(page.texts("mark")).toEqual(["samovar", "example.org/kettles/brass", "samovar"]);
    expect(page.posts).toEqual(["samovar, see example.org/kettles/brass and <b>samovar</b>"]);
    expect(page.title).toContain('"samovar" brass -x – Search');
  });

  test("hostile text is marked and stays text", async () => {
    const page = await signedOut().get("/search?q=script+mark");
    expect(page.posts).toEqual(["<script>alert(1)</script> teapot <mark>"]);
    expect(page.texts(".post-text mark")).toEqual(["script", "script", "mark"]);
    expect(page.text).not.toContain("<script>alert");
  });

  test("finds nothing: says so, and what to leave out", async () => {
    const visitor = signedOut();
    const page = await visitor.get('/search?q=teapot+"green+tea"+from%3A%40linus');
    expect(page.texts("main .lead")).toEqual(['Nothing was found for “teapot "green tea" from:@linus”.']);
    const found = await visitor.click('Search without "green tea"');
    expect(found.value("q")).toBe("teapot from:@linus");
    expect(found.posts).toHaveLength(1);
    expect((await visitor.get("/search?q=nothingness")).texts(".search-drop")).toEqual([]);
  });

  test("finds people, with the button to follow them", async () => {
    const hers = as(cast.ada);
    const page = await hers.get("/search?type=people&q=hop");
    expect(page.texts(".person-username")).toEqual(["@grace"]);
    expect(page.offers("Unfollow Grace Hopper")).toBe(true);
    expect(page.all(".tabs [aria-current=page]").map((tab) => tab.textContent)).toEqual(["People"]);
    expect(page.text).toContain("That is all that was found.");
    expect((await hers.get("/search?type=people&q=zzz")).texts("main .lead")[0]).toContain(
      "Nothing was found",
    );
  });

  test("people come page by page, those one follows first", async () => {
    for (let n = 10; n < 35; n++) await person(`throng_${n}`, "Throng");
    await follow(cast.ada, await person("throng_last"));
    await backfillAgain();
    const hers = as(cast.ada);
    const first = await hers.get("/search?type=people&q=thro");
    const names = first.texts(".person-username");
    expect([names.length, names[0]]).toEqual([20, "@throng_last"]);
    const second = await hers.click("More people");
    expect(new Set([...names, ...second.texts(".person-username")]).size).toBe(26);
    expect(second.value("q")).toBe("thro");
    expect(second.offers("More people")).toBe(false);

    const older = first.all("a.older")[0]?.getAttribute("href") ?? "";
    const part = await hers.get(older, { partial: true });
    expect([part.isPage, part.texts(".person-username").length]).toEqual([false, 6]);
    expect(part.all("nav, details, hx-partial")).toEqual([]);
  });

  test("one asks for oneself and for those one follows only when signed in", async () => {
    const all = (path: string, person = as(cast.ada)) => person.get(path);
    expect((await all("/search?q=in:home+samovar")).posts).toEqual([]);
    expect((await all("/search?q=in:home+kettle+45")).posts).toEqual(["kettle 45"]);
    expect((await all("/search?q=from:me+samovar", as(cast.linus))).posts).toHaveLength(1);
    expect((await all("/search?q=from:me", signedOut())).posts).toEqual([]);
  });

  test("has:link finds the posts in which the page shows a link, and no others", async () => {
    const linked = [
      "https://example.org",
      "HTTP://EXAMPLE.ORG/x",
      "www.example.org",
      "see (example.com).",
      "例え.jp",
    ];
    linked.push("http://localhost:3000", "https://node.js", "пример.рф/а", "a.co, b.c");
    const plain = [
      "http:// alone",
      "//example.org",
      "ftp://example.org",
      "mailto:ada@example.org",
      "README.md",
    ];
    plain.push("ada@example.org", "node.js", "3.14", "@example.com", "www.", "the end.Next");
    for (const text of [...linked, ...plain]) await publish(cast.linus, { body: `${text} vessel` });
    await runJobs();

    const withLink = await signedOut().get("/search?q=vessel+has:link");
    const without = await signedOut().get("/search?q=vessel+-has:link");

    const links = (page: typeof without) =>
      page.all("article").map((article) => article.querySelectorAll(".post-text a[rel]").length > 0);
    expect(links(withLink)).toEqual(linked.map(() => true));
    expect(links(without)).toEqual(plain.map(() => false));
  });

  test("the whole word is asked for, or while typing its beginning; the address says which", async () => {
    expect((await signedOut().get("/search?q=samo")).posts).toEqual([]);
    expect((await signedOut().get("/search?q=samo&typing=on")).posts).toHaveLength(1);
  });

  test.each(["x", "0", "-1", "5-0", "5-500", "5-x", "1-0-2", "1-2-3-4", "9".repeat(30)])(
    "with the cursor %s: 400",
    async (before) => {
      expect((await signedOut().get(`/search?q=kettle&before=${before}`)).status).toBe(400);
      expect((await signedOut().get(`/search?type=people&q=g&before=${before}`)).status).toBe(400);
    },
  );

  test("says that it is searched while signed in only to the one who searches", async () => {
    expect((await as(cast.ada).get("/search?q=kettle")).headers.get("Cache-Control")).toBe(
      "private, no-store",
    );
  });
});

describe("while someone types", () => {
  test("only what stands below the box comes back, with its address and a word for those who listen", async () => {
    const answer = await signedOut().get("/search?q=kett&typing=on", { partial: true });
    expect(answer.isPage).toBe(false);
    expect(answer.posts).toHaveLength(20);
    expect(answer.all("[data-address]")[0]?.getAttribute("data-address")).toBe("/search?q=kett&typing=on");
    expect(answer.text).toContain("Results for “kett”");
    expect(answer.all("form[action='/search']")).toEqual([]);
  });

  test("the next page is posts alone", async () => {
    const first = await signedOut().get("/search?q=kettle", { partial: true });
    const older = first.all("a.older")[0]?.getAttribute("href") ?? "";
    const answer = await signedOut().get(older, { partial: true });
    expect(answer.posts).toHaveLength(20);
    expect(answer.all("nav, details, hx-partial")).toEqual([]);
  });

  test("the box suggests the search itself and people, those one follows first", async () => {
    const answer = await as(cast.ada).get("/search/people?q=g", { partial: true });
    const options = answer.all("[role=listbox] > [role=option]");
    expect(options.map((each) => each.getAttribute("href"))).toEqual(["/search?q=g", "/@grace"]);
    expect((await signedOut().get("/search/people?q=", { partial: true })).text).toBe("");
    expect((await signedOut().get("/search/people?q=g")).lead).toBe("/search?q=g&type=people");
  });
});

test("every page but this one has the box, a plain form", async () => {
  const boxes = async (path: string) =>
    (await signedOut().get(path)).all("form[action='/search'] [name=q]").length;
  for (const path of ["/", "/explore", "/@ada", "/login", "/nothing", "/search", "/search?q=x"])
    expect(await boxes(path)).toBe(1);
});

test("nothing that is typed breaks the page", async () => {
  for (const q of hostileQueries()) {
    const query = new URLSearchParams({ q: q.slice(0, 2000), typing: "on" });
    const answer = await signedOut().get(`/search?${query}`);
    expect([q.slice(0, 40), answer.status]).toEqual([q.slice(0, 40), 200]);
    expect(answer.text).not.toContain("<script>alert");
  }
});
