import { beforeEach, describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { dataExports, dataImports } from "../../db/schema.ts";
import { openArchive } from "../../src/archives/files.ts";
import { exportsOf } from "../../src/domain/exports.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { archiveOfPosts, archiveWith, exported } from "../support/archives.ts";
import { as, type Client, signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { withLimits } from "../support/limits.ts";
import { PASSWORD, people } from "../support/people.ts";
import { provedLongAgo } from "../support/security.ts";

const PAGE = "/settings/export";
const IMPORT = `${PAGE}/import`;

let ada: Viewer;
let grace: Viewer;
beforeEach(async () => ({ ada, grace } = await people()));

const pathOf = async (person: Viewer) => `${PAGE}/${(await exportsOf(person))[0]?.id}/archive`;

describe("an export", () => {
  test("is asked for, watched, told of and fetched", async () => {
    await publish(ada, { body: "Note A" });
    await runJobs();
    const hers = as(ada);
    await hers.get(PAGE);
    expect((await hers.submit("Collect my data")).lead).toBe(PAGE);

    const waiting = await hers.follow();
    expect(waiting.notice).toBe("Your data is being collected.");
    expect(waiting.text).toContain("Your data will be collected in a moment.");
    expect(waiting.all("progress")).toHaveLength(1);
    expect(waiting.all("#exports")[0]?.getAttribute("hx-trigger")).toBe("every 2s");
    expect(waiting.offers("Collect my data")).toBe(false);

    await db.update(dataExports).set({ state: "running", done: 1200, total: 3400 });
    const running = await hers.get(PAGE, { partial: true });
    expect(running.text).toContain("1,200 of 3,400");
    expect(running.isPage).toBe(false);
    expect(running.all("#imports")).toHaveLength(1);

    await runJobs();
    const ready = await hers.get(PAGE);
    expect(ready.all("#exports")[0]?.getAttribute("hx-trigger")).toBeNull();
    expect(ready.offers("Collect my data")).toBe(true);
    expect((await hers.get("/notifications")).text).toContain("Your export is ready.");

    const [link] = ready.all("#exports a");
    expect(link?.textContent).toMatch(/^Download \([\d.]+ (byte|kB)\)$/);
    const archive = await hers.get(link?.getAttribute("href") ?? "");
    expect(archive.status).toBe(200);
    const [asked] = await exportsOf(ada);
    const day = asked?.createdAt.toISOString().slice(0, 10);
    expect(Object.fromEntries(archive.headers)).toMatchObject({
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="microblog-ada-${day}.zip"`,
      "cache-control": "private, no-store",
      "content-length": String(asked?.bytes),
    });
    expect(archive.text).toStartWith("PK");
  });

  test("asked for twice is one, and said so", async () => {
    const hers = as(ada);
    await hers.post(PAGE);
    expect((await hers.post(PAGE)).lead).toBe(PAGE);
    expect((await hers.follow()).notice).toBe("Your data is being collected already.");
    expect(await db.$count(dataExports)).toBe(1);
  });

  test("that failed is told, with another chance", async () => {
    const hers = as(ada);
    await hers.post(PAGE);
    await db.update(dataExports).set({ state: "failed" });
    const page = await hers.get(PAGE);
    expect(page.text).toContain("Collecting your data did not work");
    expect((await hers.submit("Try again")).lead).toBe(PAGE);
  });

  test("is fetched by its owner only, and for three days", async () => {
    await exported(ada);
    const path = await pathOf(ada);
    expect((await as(grace).get(path)).status).toBe(404);
    expect((await signedOut().get(path)).lead).toBe(`/login?next=${encodeURIComponent(path)}`);
    const hers = as(ada);
    expect((await hers.get(path)).status).toBe(200);
    for (const none of [`${PAGE}/7/archive`, `${PAGE}/99999999999999999999/archive`, `${PAGE}/x/archive`])
      expect((await hers.get(none)).status).toBe(404);

    const [ready] = await exportsOf(ada);
    const days = ((ready?.expiresAt?.getTime() ?? 0) - Date.now()) / (24 * 3600_000);
    expect(days).toBeGreaterThan(2.99);
    expect(days).toBeLessThanOrEqual(3);
    await db.update(dataExports).set({ expiresAt: new Date(Date.now() - 1000) });
    expect((await hers.get(path)).status).toBe(404);
    const page = await hers.get(PAGE);
    expect(page.text).toContain("the file is removed by now");
    expect(page.all(`a[href="${path}"]`)).toEqual([]);
  });

  test("is for who proved lately that it is them, to ask for as well as to fetch", async () => {
    const hers = as(ada);
    const asked = `/prove?next=${encodeURIComponent(PAGE)}`;
    await hers.get(PAGE);
    await provedLongAgo(ada);
    expect((await hers.submit("Collect my data")).lead).toBe(asked);
    expect(await db.$count(dataExports)).toBe(0);

    await hers.follow();
    expect((await hers.submit("Go on", { password: PASSWORD })).lead).toBe(PAGE);
    await hers.follow();
    await hers.submit("Collect my data");
    await runJobs();
    const path = await pathOf(ada);
    expect((await hers.get(path)).status).toBe(200);

    await provedLongAgo(ada);
    const refused = await hers.get(path);
    expect([refused.lead, refused.text]).toEqual([asked, ""]);
    await hers.post("/prove", { password: PASSWORD });
    expect((await hers.get(path)).status).toBe(200);
  });

  test("whose reader leaves in the middle is let go of", async () => {
    await exported(ada);
    const [row] = await db.select().from(dataExports);
    const content = await openArchive(row?.fileKey ?? "");
    const reader = content?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    await reader?.cancel();
    expect((await as(ada).get(await pathOf(ada))).status).toBe(200);
  });

  describe("with limits", () => {
    withLimits();
    test("is not asked for without end", async () => {
      const hers = as(ada);
      for (let asked = 0; asked < 10; asked++) expect((await hers.post(PAGE)).status).toBe(303);
      expect((await hers.post(PAGE)).status).toBe(429);
    });
  });
});

function formWith(content: Uint8Array<ArrayBuffer> | string) {
  const form = new FormData();
  form.set("archive", new File([content], "archive.zip", { type: "application/zip" }));
  return form;
}

const upload = (browser: Client, content: Uint8Array<ArrayBuffer> | string) =>
  browser.send("POST", IMPORT, formWith(content));

describe("an import", () => {
  const posts = [
    { text: "From there", createdAt: "2026-02-03T04:05:06.007Z" },
    { text: "x".repeat(501), createdAt: "2026-02-03T04:05:06.007Z" },
  ];

  test("is sent by a plain form, watched, and told of", async () => {
    const hers = as(ada);
    const form = (await hers.get(PAGE)).all(`form[action="${IMPORT}"]`)[0];
    expect(form?.getAttribute("enctype")).toBe("multipart/form-data");
    expect((await upload(hers, archiveOfPosts(posts))).lead).toBe(PAGE);
    const waiting = await hers.follow();
    expect(waiting.notice).toBe("Your archive is being imported.");
    expect(waiting.all("#exports")[0]?.getAttribute("hx-trigger")).toBe("every 2s");

    await runJobs();
    const [done] = (await hers.get(PAGE)).texts("#imports .transfer");
    expect(done).toContain("1 post is new here.");
    expect(done).toContain("1 could not be taken");
    const profile = await hers.get("/@ada");
    expect(profile.posts).toEqual(["From there"]);
    expect(profile.texts("article")[0]).toContain("from another site");
    expect(profile.texts("article time")[0]).toMatch(/^February 3(, 2026)?$/); // the year, once that is over
  });

  test("says what is wrong beside the field", async () => {
    const hers = as(ada);
    for (const [content, problem] of [
      ["", "Please choose a file first."],
      ["no ZIP", "This is not an archive of this kind of site."],
      [archiveWith("", { "data.json": new Uint8Array(50_000_000) }), "This archive is too large"],
    ] as const) {
      const answer = await upload(hers, content);
      expect(answer.status).toBe(422);
      expect(answer.problem("archive")).toStartWith(problem);
    }
    expect(await db.$count(dataImports)).toBe(0);
  });

  test("says what showed only when it was read", async () => {
    const hers = as(ada);
    await upload(hers, archiveWith({ format: "microblog", version: 9, posts: [] }));
    await runJobs();
    const [failed] = (await hers.get(PAGE)).texts("#imports .transfer");
    expect(failed).toContain("This archive was made by another version");
  });

  test("that is too large is refused before it is read", async () => {
    const answer = await upload(as(ada), new Uint8Array(11 * 1024 * 1024));
    expect(answer.status).toBe(413);
    expect(answer.text).toContain("What you sent is larger than we can take.");
  });

  test("is one's own", async () => {
    await upload(as(ada), archiveOfPosts(posts));
    await runJobs();
    expect((await as(grace).get(PAGE)).all("#imports .transfer")).toEqual([]);
    expect((await upload(signedOut(), archiveOfPosts(posts))).lead).toStartWith("/login");
    expect((await upload(signedOut(), "")).lead).toStartWith("/login");
    expect(await db.$count(dataImports)).toBe(1);
  });
});
