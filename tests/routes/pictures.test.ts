import { beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { uploads, users } from "../../db/schema.ts";
import { answer } from "../../src/app.tsx";
import { follow } from "../../src/domain/follows.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { findAvatar } from "../../src/uploads/avatars.ts";
import { MOST_BYTES } from "../../src/uploads/pictures.ts";
import { as, type Client, SITE, signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { withLimits } from "../support/limits.ts";
import { people } from "../support/people.ts";
import { bomb, colourOf, gif, png } from "../support/pictures.ts";

const PICTURE = "/settings/profile/picture";
const BLUE = [0, 0, 255] as [number, number, number];

/** A form with this file in it, as a browser sends it. */
function formWith(content: Uint8Array<ArrayBuffer> | string, name = "me.png", type = "image/png") {
  const form = new FormData();
  form.set("picture", new File([content], name, { type }));
  return form;
}

const upload = (browser: Client, ...file: Parameters<typeof formWith>) =>
  browser.send("POST", PICTURE, formWith(...file));

const pictureOf = async ({ id }: Pick<Viewer, "id">) =>
  (await db.select({ avatar: users.avatar }).from(users).where(eq(users.id, id)))[0]?.avatar ?? null;

let ada: Viewer;
let grace: Viewer;
beforeEach(async () => ({ ada, grace } = await people()));

describe("a picture", () => {
  test("is uploaded by a plain form, and said so", async () => {
    const browser = as(ada);
    const before = await browser.get("/settings/profile");
    expect(before.offers("Remove the picture")).toBe(false);
    const form = before.all(`form[action="${PICTURE}"]`)[0];
    expect(form?.getAttribute("enctype")).toBe("multipart/form-data");
    expect(form?.querySelector("input[type=file]")?.getAttribute("name")).toBe("picture");

    const sent = await upload(browser, png(500, 400));
    expect([sent.status, sent.lead]).toEqual([303, "/settings/profile"]);
    const after = await browser.follow();
    expect(after.notice).toBe("Your picture is saved.");
    expect(after.offers("Remove the picture")).toBe(true);
  });

  test("is served as WebP in two sizes, for ever, and as nothing else", async () => {
    await upload(as(ada), png(900, 900));
    const key = await pictureOf(ada);
    for (const size of [96, 400]) {
      const path = `/avatars/${key}-${size}.webp`;
      const response = await answer(new Request(SITE + path));
      expect(response.status).toBe(200);
      const headers = Object.fromEntries(response.headers);
      expect(headers).toMatchObject({
        "content-type": "image/webp",
        "cache-control": "public, max-age=31536000, immutable",
        "content-disposition": `inline; filename="${key}-${size}.webp"`,
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers.vary).toBe("Accept-Encoding");
      expect(headers["set-cookie"]).toBeUndefined();
      const { width, height, format } = await new Bun.Image(await response.arrayBuffer()).metadata();
      expect([width, height, format]).toEqual([size, size, "webp"]);
    }
  });

  test.each([
    "7-96.webp",
    `${"a".repeat(32)}-96.webp`,
    `${"a".repeat(32)}-97.webp`,
    `${"a".repeat(32)}.webp`,
    `${"a".repeat(32)}-96.png`,
    `${"A".repeat(32)}-96.webp`,
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/secret-96.webp",
    `${"a".repeat(32)}-96.webp%00.svg`,
    "",
  ])("/avatars/%s is a 404", async (file) => {
    expect((await signedOut().get(`/avatars/${file}`)).status).toBe(404);
  });

  test("stands wherever the person does", async () => {
    const post = await publish(ada, { body: "Hello" });
    await follow(grace, ada);
    await follow(ada, grace);
    await upload(as(ada), png(400, 400));
    const key = await pictureOf(ada);
    for (const [path, size] of [
      ["/", 96],
      ["/explore", 96],
      ["/@ada", 400],
      ["/@ada", 96],
      [`/posts/${post}`, 96],
      ["/@grace/followers", 96],
      ["/@grace/following", 96],
    ] as const) {
      const sources = (await as(grace).get(path)).all("img").map((image) => image.getAttribute("src"));
      expect([path, sources]).toEqual([path, expect.arrayContaining([`/avatars/${key}-${size}.webp`])]);
      expect(sources).not.toContain(`/avatars/${ada.id}.svg`);
    }
    const own = await as(ada).get("/settings/profile");
    expect(own.all("main img").map((image) => image.getAttribute("src"))).toEqual([
      `/avatars/${key}-400.webp`,
    ]);
  });

  test("takes the place of the one before, whose files go", async () => {
    const browser = as(ada);
    await upload(browser, png(100, 100));
    const first = await pictureOf(ada);
    await upload(browser, png(100, 100, BLUE));
    const second = await pictureOf(ada);
    await runJobs();

    expect(await colourOf((await findAvatar(second ?? "", 96)) ?? new Uint8Array())).toBe("blue");
    expect(await findAvatar(first ?? "", 96)).toBeNull();
    expect((await db.select().from(uploads)).map((row) => row.key)).toEqual([second ?? ""]);
  });

  test("is removed, and the generated one is back", async () => {
    const browser = as(ada);
    await upload(browser, png(100, 100));
    const key = (await pictureOf(ada)) ?? "";
    await browser.get("/settings/profile");

    expect((await browser.submit("Remove the picture")).lead).toBe("/settings/profile");
    const page = await browser.follow();
    await runJobs();

    expect(page.notice).toBe("Your picture is removed.");
    expect(page.all(`main img[src="/avatars/${ada.id}.svg"]`)).toHaveLength(1);
    expect([await findAvatar(key, 96), await findAvatar(key, 400)]).toEqual([null, null]);
    expect(await db.$count(uploads)).toBe(0);
    expect((await browser.delete(PICTURE)).status).toBe(303); // once more is harmless
  });

  test("of one person is not another's, be it the same", async () => {
    await Promise.all([upload(as(ada), png(80, 80)), upload(as(grace), png(80, 80))]);
    const [hers, graces] = [await pictureOf(ada), await pictureOf(grace)];
    expect(hers).not.toBe(graces);
    await as(ada).delete(PICTURE);
    await runJobs();
    expect(await findAvatar(graces ?? "", 96)).not.toBeNull();
    expect(await pictureOf(grace)).toBe(graces);
  });
});

describe("what is no picture is refused in the reader's language, and the one before stays", () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const unknown = "This is no picture that we can read. Please take a PNG, JPEG, WebP or GIF.";
  const broken = "This picture is damaged or not complete. Please take another.";

  test.each([
    ["an SVG", svg, "a.svg", "image/svg+xml", unknown],
    ["an SVG that calls itself a PNG", svg, "a.png", "image/png", unknown],
    [
      "a page that calls itself a JPEG",
      "<!doctype html><script>alert(1)</script>",
      "a.jpg",
      "image/jpeg",
      unknown,
    ],
    ["a page in the dress of a GIF", `GIF89a\x01\0\x01\0\0\0\0<script>`, "a.gif", "image/gif", broken],
    ["half a PNG", png(300, 300).slice(0, 150), "a.png", "image/png", broken],
    [
      "a bomb",
      bomb(6000, 5000),
      "a.png",
      "image/png",
      "This picture has too many pixels: 25 million at most.",
    ],
    ["nothing", "", "", "application/octet-stream", "Please choose a picture first."],
    [
      "too much",
      new Uint8Array(MOST_BYTES + 1),
      "a.png",
      "image/png",
      "This file is too large: 5 MB at most.",
    ],
  ])("%s", async (_, content, name, type, sentence) => {
    const browser = as(ada);
    await upload(browser, png(60, 60));
    const before = await pictureOf(ada);

    const answer = await upload(browser, content, name, type);

    expect([answer.status, answer.problem("picture")]).toEqual([422, sentence]);
    expect(answer.value("username")).toBe("ada");
    expect(await pictureOf(ada)).toBe(before);
    const spanish = await browser.send("POST", PICTURE, formWith(content, name, type), {
      headers: { "Accept-Language": "es" },
    });
    expect(spanish.problem("picture")).not.toBe(sentence);
    expect(await db.$count(uploads)).toBe(1);
  });

  test("a picture that calls itself something else is one all the same", async () => {
    expect((await upload(as(ada), gif(), "virus.exe", "text/html")).status).toBe(303);
  });

  test("no file, a file of another name, and text in its place", async () => {
    for (const body of [new FormData(), new URLSearchParams({ picture: "x" }), "picture"]) {
      const answer = await as(ada).send("POST", PICTURE, body);
      expect([answer.status, answer.problem("picture")]).toEqual([422, "Please choose a picture first."]);
    }
    const other = new FormData();
    other.set("cat", new File([png(9, 9)], "cat.png"));
    expect((await as(ada).send("POST", PICTURE, other)).status).toBe(422);
  });

  test("more than the room for files is a 413 there, and more than a form is one everywhere else", async () => {
    const large = new Uint8Array(6 * 1024 * 1024);
    expect((await upload(as(ada), large)).status).toBe(413);
    for (const path of ["/posts", "/settings/profile", "/settings/profile/picture/", "/login"]) {
      const answer = await as(ada).send("POST", path, formWith(large.slice(0, 300_000)));
      expect([path, answer.status]).toEqual([path, 413]);
    }
  });
});

describe("nobody else's picture is changed", () => {
  test("by somebody who is not signed in", async () => {
    const answer = await upload(signedOut(), png(50, 50));
    expect([answer.status, answer.lead]).toEqual([303, "/login?next=%2F"]);
    expect(await db.$count(uploads)).toBe(0);
  });

  test("by another site", async () => {
    const headers = { "Sec-Fetch-Site": "cross-site" };
    for (const body of [formWith(png(50, 50)), new URLSearchParams({ _method: "DELETE" })]) {
      expect((await as(ada).send("POST", PICTURE, body, { headers })).status).toBe(403);
    }
    expect(await db.$count(uploads)).toBe(0);
  });

  test("by naming them", async () => {
    const form = formWith(png(50, 50));
    form.set("userId", String(grace.id));
    form.set("username", "grace");
    await as(ada).send("POST", PICTURE, form);
    expect([await pictureOf(ada), await pictureOf(grace)]).toEqual([expect.any(String), null]);
  });
});

describe("with limits", () => {
  withLimits();

  test("thirty pictures in half an hour are enough", async () => {
    const browser = as(ada);
    for (let n = 0; n < 30; n++) expect((await upload(browser, "no")).status).toBe(422);
    const answer = await upload(browser, png(50, 50));
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("Retry-After"))).toBeWithin(1700, 1801);
    expect((await upload(as(grace), png(50, 50))).status).toBe(303);
  });
});
