import { describe, expect, test } from "bun:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { answer } from "../../src/app.tsx";
import { as, SITE, signedOut } from "../support/client.ts";
import { people } from "../support/people.ts";

const FOREVER = "public, max-age=31536000, immutable";

const ask = (path: string, headers: Record<string, string> = {}) =>
  answer(new Request(`${SITE}${path}`, { headers }));

async function assetsOfAPage(): Promise<string[]> {
  const { ada } = await people();
  const page = await as(ada).get("/");
  return page
    .all("script[src], link[href]")
    .map((element) => element.getAttribute("src") ?? element.getAttribute("href") ?? "");
}

describe("what a page is made of", () => {
  test("is there, of its kind, for ever and for everyone", async () => {
    const paths = await assetsOfAPage();
    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) {
      const response = await ask(path);
      expect(response.status).toBe(200);
      expect(response.headers.get("Content-Type")).toMatch(/^(text\/css|text\/javascript|image\/svg\+xml)/);
      expect(response.headers.get("Cache-Control")).toBe(FOREVER);
      expect(response.headers.get("Vary")).toBe("Accept-Encoding");
      expect(response.headers.getSetCookie()).toEqual([]);
    }
  });

  test("is the same, compressed or not", async () => {
    for (const path of await assetsOfAPage()) {
      const plain = await (await ask(path)).text();
      const brotli = await ask(path, { "Accept-Encoding": "gzip, deflate, br, zstd" });
      const gzip = await ask(path, { "Accept-Encoding": "br;q=0, gzip" });
      expect([brotli, gzip].map((each) => each.headers.get("Content-Encoding"))).toEqual(["br", "gzip"]);
      expect(brotliDecompressSync(await brotli.arrayBuffer()).toString()).toBe(plain);
      expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(plain);
    }
  });

  test.each([
    "/assets/",
    "/assets/nothing.js",
    "/assets/htmx.js",
    "/assets/../package.json",
    "/assets/..%2fpackage.json",
    "/assets/%2e%2e%2fsrc%2fenv.ts",
    "/assets/%00",
  ])("is all there is: %s is a 404", async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  test("is found where browsers look for an icon, too", async () => {
    expect((await ask("/favicon.ico")).headers.get("Location")).toMatch(/^\/assets\/icon-[0-9a-f]+\.svg$/);
  });
});

describe("an avatar", () => {
  test("is drawn from the id and never changes", async () => {
    const { ada, grace } = await people();
    const [first, again, other] = [
      await ask(`/avatars/${ada.id}.svg`),
      await ask(`/avatars/${ada.id}.svg`),
      await ask(`/avatars/${grace.id}.svg`),
    ];
    const drawing = await first.text();
    expect(drawing).toStartWith("<svg");
    expect(await again.text()).toBe(drawing);
    expect(await other.text()).not.toBe(drawing);
    expect(first.headers.get("Content-Type")).toBe("image/svg+xml");
    expect(first.headers.get("Cache-Control")).toBe(FOREVER);
    expect(first.headers.get("Vary")).toBe("Accept-Encoding");
  });

  test.each(["/avatars/ada.svg", "/avatars/7.png", "/avatars/.svg", "/avatars/7"])(
    "%s is a 404",
    async (path) => {
      expect((await signedOut().get(path)).status).toBe(404);
    },
  );
});

test("pages are compressed for those who can read that", async () => {
  await people();
  const response = await ask("/login", { "Accept-Encoding": "gzip" });
  expect(response.headers.get("Content-Encoding")).toBe("gzip");
  expect(response.headers.get("Vary")).toEndWith("Accept-Encoding");
  expect(gunzipSync(await response.arrayBuffer()).toString()).toStartWith("<!doctype html>");
});

test("the process says that it lives", async () => {
  const response = await ask("/livez");
  expect([response.status, await response.text()]).toEqual([200, "ok"]);
});
