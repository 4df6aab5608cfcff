import { describe, expect, test } from "bun:test";
import { publish } from "../../src/domain/posts.ts";
import { as, signedOut } from "../support/client.ts";
import { people } from "../support/people.ts";

const JSON_PLEASE = { Accept: "application/json" };

describe("R25 what is not there", () => {
  test("is a page in the layout, in the reader's language", async () => {
    await people();
    const page = await signedOut().get("/nothing", { headers: { "Accept-Language": "es" } });
    expect(page.status).toBe(404);
    expect(page.texts("h1")).toEqual(["Aquí no hay nada"]);
    expect(page.document.documentElement.lang).toBe("es");
    expect(page.all("nav")).not.toEqual([]);
  });

  test("knows who is asking", async () => {
    const { ada } = await people();
    expect((await as(ada).get("/nothing")).all("form[action='/logout']")).toHaveLength(1);
    expect((await as(ada).get("/posts/7")).all("form[action='/logout']")).toHaveLength(1);
  });

  test("is a message beside the page when it was to be a part of it", async () => {
    await people();
    const part = await signedOut().get("/posts/7", { partial: true });
    expect(part.status).toBe(404);
    expect(part.headers.get("HX-Retarget")).toBe("#messages");
    expect(part.headers.get("HX-Reswap")).toBe("innerHTML");
    expect(part.text).toBe("<p>There is no such page. It may have moved, or it was deleted.</p>");
  });

  test.each(["application/json", "application/json, text/html;q=0.5"])("is JSON for %s", async (accept) => {
    await people();
    const answer = await signedOut().get("/nothing", { headers: { Accept: accept } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get("Content-Type")).toStartWith("application/json");
    expect(JSON.parse(answer.text)).toEqual({
      error: { status: 404, message: "Nothing here", requestId: answer.headers.get("X-Request-Id") },
    });
  });

  test.each([
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "*/*",
    "",
    "image/png",
    "text/html, application/json",
    "application/json;q=0",
  ])("is a page for %p", async (accept) => {
    await people();
    expect((await signedOut().get("/nothing", { headers: { Accept: accept } })).isPage).toBe(true);
  });
});

describe("an address that is there for another method", () => {
  test.each([
    ["GET", "/logout", "POST"],
    ["GET", "/posts", "POST"],
    ["POST", "/explore", "GET"],
    ["DELETE", "/", "GET"],
    ["PUT", "/posts/7", "GET, PATCH, DELETE"],
    ["PATCH", "/@ada/follow", "GET, POST, DELETE"],
    ["OPTIONS", "/login", "GET, POST"],
  ])("%s %s is a 405 that says which", async (method, path, allowed) => {
    await people();
    for (const headers of [{}, JSON_PLEASE]) {
      const answer = await signedOut().send(method, path, undefined, { headers });
      expect(answer.status).toBe(405);
      expect(answer.headers.get("Allow")).toBe(allowed);
    }
  });

  test("a method that nobody knows is one too", async () => {
    await people();
    expect((await signedOut().send("PROPFIND", "/")).status).toBe(405);
    expect((await signedOut().send("PROPFIND", "/nothing")).status).toBe(404);
  });
});

describe("a slash at the end", () => {
  test.each([
    ["/explore/", "/explore"],
    ["/@ada/", "/@ada"],
    ["/explore/?before=7", "/explore?before=7"],
    ["/settings/profile//", "/settings/profile"],
  ])("of %s leads on to %s", async (path, lead) => {
    await people();
    const answer = await signedOut().get(path);
    expect([answer.status, answer.lead]).toEqual([301, lead]);
  });

  test.each(["/nothing/", "//", "///", "//evil.example/", "/%2fevil.example/", "/logout/"])(
    "of %s leads nowhere",
    async (path) => {
      await people();
      const answer = await signedOut().send("GET", `http://localhost${path}`);
      expect(answer.status).toBeOneOf([404, 405]);
      expect(answer.lead).toBeNull();
    },
  );

  test("does not turn a change into a visit", async () => {
    const { ada } = await people();
    expect((await as(ada).post("/posts/", { body: "Hello" })).status).toBe(404);
  });
});

describe("HEAD", () => {
  test.each(["/", "/explore", "/@ada", "/login", "/nothing", "/livez"])(
    "%s is GET without its body",
    async (path) => {
      const { ada } = await people();
      await publish(ada, { body: "Hello" });
      const [get, head] = [await signedOut().get(path), await signedOut().send("HEAD", path)];
      expect(head.status).toBe(get.status);
      expect(head.text).toBe("");
      expect(head.headers.get("Content-Type")).toBe(get.headers.get("Content-Type"));
    },
  );
});
