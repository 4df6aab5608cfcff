/** What no page of ours sends: every answer is a clear 4xx (or as if it were not there), never a fault, never a wait. */
import { beforeAll, describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { posts } from "../../db/schema.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { type Answer, as, type Client, signedOut } from "../support/client.ts";
import { PASSWORD, people } from "../support/people.ts";

const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data; boundary=x";
const LIMIT = 256 * 1024;

/** How an answer may be asked for, and how it then looks. */
const kinds = [
  ["a page", {}, (answer: Answer) => answer.isPage],
  ["a part", { partial: true }, (answer: Answer) => /^<p>[^<]+<\/p>$/.test(answer.text)],
  [
    "JSON",
    { headers: { Accept: "application/json" } },
    (answer: Answer) => JSON.parse(answer.text).error.message !== "",
  ],
] as const;

let ada: Viewer;
let post: number;
let browser: Client;

beforeAll(async () => {
  ({ ada } = await people());
  post = await publish(ada, { body: "Hello" });
  browser = as(ada);
});

/** Sends the very thing and looks at the answer as all three kinds. */
async function expectRefusal(
  status: number,
  path: string,
  { method = "GET", type, body }: { method?: string; type?: string; body?: () => BodyInit } = {},
) {
  for (const [kind, options, looksRight] of kinds) {
    const headers = {
      ...(type ? { "Content-Type": type } : {}),
      ...("headers" in options ? options.headers : {}),
    };
    const answer = await browser.send(method, path, body?.(), { ...options, headers });
    expect([kind, answer.status]).toEqual([kind, status]);
    expect([kind, looksRight(answer)]).toEqual([kind, true]);
  }
}

const part = (...lines: string[]) => ["--x", ...lines, ""].join("\r\n");
const field = (name: string, value: string) =>
  part(`Content-Disposition: form-data; name="${name}"`, "", value);

/** A body that does not say how long it is. */
function stream(chunks: number) {
  let sent = 0;
  return new ReadableStream({
    pull: (controller) =>
      sent++ < chunks ? controller.enqueue(new Uint8Array(8192).fill(97)) : controller.close(),
  });
}

describe("a body", () => {
  test.each([
    ["over the limit", 413, FORM, () => `body=${"a".repeat(LIMIT)}`],
    ["over the limit, in chunks", 413, FORM, () => stream(LIMIT / 8192 + 1)],
    ["over the limit, of another kind", 413, "application/json", () => `"${"a".repeat(LIMIT)}"`],
    ["over the limit, in parts", 413, MULTIPART, () => field("body", "a".repeat(LIMIT))],
    ["without a field", 400, FORM, () => ""],
    ["that is empty", 400, FORM, undefined],
    ["with % and no number", 400, FORM, () => "body=100%"],
    ["with escaped bytes that are no UTF-8", 400, FORM, () => "body=%FF"],
    ["with escaped surrogates", 400, FORM, () => "body=%ED%A0%80"],
    ["with raw bytes that are no UTF-8", 400, FORM, () => new Uint8Array([98, 61, 0xff, 0xfe])],
    ["with NUL", 400, FORM, () => "body=a%00b"],
    ["with NUL in a name", 400, FORM, () => "body=a&b%00=c"],
    ["of JSON", 400, "application/json", () => '{"body":"Hello"}'],
    ["of plain text", 400, "text/plain", () => "body=Hello"],
    ["without a type", 400, undefined, () => new TextEncoder().encode("body=Hello")],
    ["of a type that is none", 400, ";;;", () => "body=Hello"],
    ["in parts without a boundary", 400, "multipart/form-data", () => field("body", "Hello")],
    ["in parts that never end", 400, MULTIPART, () => "--x\r\nContent-Disp"],
    ["in parts that are none", 400, MULTIPART, () => "body=Hello"],
    [
      "in parts, with bytes that are no UTF-8",
      400,
      MULTIPART,
      () => Buffer.concat([Buffer.from(field("body", "a")), Buffer.from([0xff]), Buffer.from("--x--\r\n")]),
    ],
    ["in parts, with NUL", 400, MULTIPART, () => `${field("body", "a\0b")}--x--\r\n`],
  ])("%s is refused", async (_, status, type, body) => {
    await expectRefusal(status, "/posts", { method: "POST", type, body });
    expect(await db.$count(posts)).toBe(1);
  });

  test.each(["/login", "/register", "/password-reset/x"])(
    "with a password of 10 MB for %s is refused at once",
    async (path) => {
      const body = `username=ada&email=a&password=${"x".repeat(10_000_000)}`;
      const began = performance.now();
      const answer = await signedOut().send("POST", path, body, { headers: { "Content-Type": FORM } });
      expect(answer.status).toBe(413);
      expect(performance.now() - began).toBeLessThan(500);
    },
  );

  test("that breaks off is refused", async () => {
    const broken = () =>
      new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array(8192)),
        pull: (controller) => controller.error(new Error("The client went away.")),
      });
    await expectRefusal(400, "/posts", { method: "POST", type: FORM, body: broken });
  });

  test("at the limit is read, and refused by the form", async () => {
    const body = `body=${"a".repeat(LIMIT - 5)}`;
    const answer = await browser.send("POST", "/posts", body, { headers: { "Content-Type": FORM } });
    expect(answer.status).toBe(422);
  });

  test("in parts is a form like any other; files in it are left out", async () => {
    const file = part('Content-Disposition: form-data; name="name"; filename="a.png"', "", "\x89PNG");
    const body = `${field("_method", "PATCH")}${field("theme", "dark")}${file}--x--\r\n`;
    const answer = await browser.send("POST", "/settings/appearance", body, {
      headers: { "Content-Type": MULTIPART },
    });
    expect(answer.status).toBe(405);
  });

  test.each([
    ["different", (index: number) => `a${index}=`],
    ["equal", () => "a="],
  ])("with thousands of %s fields is read in no time", async (_, nth) => {
    const body = Array.from({ length: LIMIT / 2 }, (_, index) => nth(index))
      .join("&")
      .slice(0, LIMIT);
    const began = performance.now();
    const answer = await signedOut().send("POST", "/login", body, { headers: { "Content-Type": FORM } });
    expect(answer.status).toBe(422);
    expect(performance.now() - began).toBeLessThan(500);
  });

  test("whose names are those of Object.prototype means nothing by it", async () => {
    const body = "__proto__=x&constructor=y&toString=z&hasOwnProperty=w&username=ada&password=no";
    const answer = await signedOut().send("POST", "/login", body, { headers: { "Content-Type": FORM } });
    expect(answer.status).toBe(422);
  });
});

describe("`_method`", () => {
  test.each(["foo bar", "GET", "HEAD", "POST", "OPTIONS", "TRACE", "POST\0", "DELETE\n", "", "delete,patch"])(
    "%p is refused",
    async (method) => {
      const body = () => new URLSearchParams({ _method: method, body: "Hello" });
      await expectRefusal(400, "/posts", { method: "POST", body });
    },
  );

  test("asks for what the address cannot do", () =>
    expectRefusal(405, "/posts", { method: "POST", body: () => new URLSearchParams({ _method: "DELETE" }) }));

  test("in the address means nothing", async () => {
    const answer = await browser.post(`/posts/${post}?_method=DELETE`, { body: "Bye" });
    expect(answer.status).toBe(405);
    expect(await db.$count(posts)).toBe(1);
  });

  test("counts in a POST only", () =>
    expectRefusal(400, "/posts/7", {
      method: "PUT",
      body: () => new URLSearchParams({ _method: "DELETE" }),
    }));

  test("in small letters is as good", async () => {
    expect((await browser.post("/@grace/follow", { _method: "delete" })).status).toBe(303);
  });
});

describe("an address", () => {
  const ids = [
    "0",
    "-1",
    "1e3",
    "9007199254740992",
    "99999999999999999999",
    "007",
    "1.0",
    "+1",
    "0x1",
    "%31%00",
  ];
  const strange = [
    "%FF",
    "%00",
    "%",
    "%E0%A4%A",
    "٣",
    "𝟙",
    "1%20",
    "1;drop",
    "..%2f1",
    "NaN",
    "null",
    "__proto__",
  ];

  test.each([...ids, ...strange])("/posts/%s is a 404", async (id) => {
    for (const path of [`/posts/${id}`, `/posts/${id}/edit`, `/posts/${id}/delete`])
      await expectRefusal(404, path);
    for (const _method of ["PATCH", "DELETE"]) {
      await expectRefusal(404, `/posts/${id}`, {
        method: "POST",
        body: () => new URLSearchParams({ _method, body: "Bye" }),
      });
    }
  });

  test.each([...ids, ...strange])("/messages/with/%s is a 404", async (id) => {
    for (const path of [
      `/messages/with/${id}`,
      `/messages/with/${id}/delete`,
      `/messages/with/7/${id}/delete`,
    ])
      await expectRefusal(404, path);
    const body = () => new URLSearchParams({ _method: "DELETE" });
    for (const path of [`/messages/with/${id}`, `/messages/with/7/${id}`])
      await expectRefusal(404, path, { method: "POST", body });
  });

  test.each([
    "/messages/@",
    "/messages/@nobody",
    "/messages/@ada%00",
    "/messages/grace",
    "/messages/with/9007199254740991",
    "/@nobody/block",
    "/@",
    "/@/followers",
    "/@ada%00",
    "/@ada%20",
    "/@ada.",
    "/@@ada",
    "/@ádá",
    "/@%FF",
    "/@ada%2Ffollowers",
    `/@${"a".repeat(31)}`,
    `/@${"a".repeat(100_000)}`,
    "/@ada/nothing",
    "/@__proto__",
    "/@constructor",
    "/@ada'--",
    "/@ada;",
    "/%40ada%00",
    `/${"a/".repeat(20_000)}`,
    `/${"%2e%2e/".repeat(100)}etc/passwd`,
    "/..;/",
    "/.env",
    "/index.php",
    "/src/env.ts",
    "/%",
    "/%c0%ae",
    "/posts//edit",
    "/avatars/%00.svg",
  ])("%.60s is a 404", async (path) => {
    await expectRefusal(404, path);
  });

  test("may be escaped where it need not be", async () => {
    for (const path of ["/%40ada", "/%40ada/followers", "/%65xplore", `/%70osts/${post}`]) {
      expect((await browser.get(path)).status).toBe(200);
    }
    expect((await browser.get("/%40ADA/following")).lead).toBe("/@ada/following");
  });

  test.each([
    "",
    "abc",
    "-1",
    "0",
    "1.5",
    "9007199254740992",
    "1&before=2",
    "%FF",
    "%00",
    "1%20",
    "[]",
    "null",
  ])("with ?before=%s is a 400", async (cursor) => {
    for (const path of [
      ...["/", "/explore", "/search", "/@ada", "/@ada/followers", "/messages", "/messages/@grace"],
      ...["/settings/security/events", "/notifications"],
    ]) {
      await expectRefusal(400, `${path}?before=${cursor}`);
    }
    await expectRefusal(400, `/?since=${cursor.replace("before", "since")}`);
  });

  test.each(["?before[]=1", "?x=%FF", "?%FF=1", "?", "?&&&", `?q=${"a".repeat(100_000)}`, "?__proto__=1"])(
    "with the query %.40s is the page that it always is",
    async (query) => {
      for (const path of ["/", "/explore", "/login"]) {
        expect((await signedOut().get(path + query)).status).toBe(200);
      }
    },
  );
});

describe("a header", () => {
  const page = async (headers: Record<string, string>) => {
    const answer = await signedOut().get("/explore", { headers });
    expect(answer.status).toBe(200);
    return answer;
  };

  test.each([
    ["Accept", "garbage"],
    ["Accept", ";;q=,,,/"],
    ["Accept", "application/json;q=abc"],
    ["Accept-Language", "garbage"],
    ["Accept-Language", ";q=1,,*;q=x"],
    ["Accept-Language", "__proto__, constructor"],
    ["Accept-Language", "en-".repeat(5000)],
    ["Accept-Encoding", "garbage;q=x"],
    ["If-None-Match", '"x", W/"y", *'],
    ["If-Modified-Since", "yesterday"],
    ["Range", "bytes=0-1,2-,-"],
    ["HX-Request-Type", "garbage"],
    ["HX-Current-URL", "javascript:alert(1)"],
    ["Referer", "::::"],
    ["Origin", "garbage"],
    ["Host", "evil.example"],
    ["X-Forwarded-Host", "evil.example"],
    ["X-HTTP-Method-Override", "DELETE"],
    ["Content-Type", "multipart/form-data"],
    ["User-Agent", "x".repeat(8000)],
  ])("%s: %.40s does no harm", async (name, value) => {
    const answer = await page({ [name]: value });
    expect(answer.isPage).toBe(true);
    expect(answer.text).not.toContain("evil.example");
  });

  test.each([
    "garbage",
    ";;;===",
    "session=",
    "session=short",
    `session=b${"a".repeat(41)}`,
    `session=b${"a".repeat(5000)}`,
    "session=%FF%00",
    "session=b' OR 1=1",
    "session=a; session=b",
    "locale=%FF; theme=%00",
    "locale=../../en; theme=<script>",
    "locale=__proto__; theme=constructor; notice=s.constructor",
    "notice=garbage",
    "notice=x.welcome",
    "notice=s.__proto__",
    "__proto__=x",
    "session",
  ])("Cookie: %.60s is nobody's", async (cookie) => {
    const answer = await page({ Cookie: cookie });
    expect(answer.all("form[action='/login'], form[action='/logout']")).toEqual([]);
    expect(answer.notice).toBeNull();
    expect(answer.document.documentElement.lang).toBe("en");
  });

  test("that names another place to come back to leads there on this site only", async () => {
    const visitor = signedOut();
    for (const elsewhere of [
      "https://evil.example//evil.example/x",
      "javascript:alert(1)",
      "//evil.example",
      "x",
    ]) {
      const answer = await visitor.post("/posts", {}, { headers: { Referer: elsewhere } });
      expect(answer.lead).toBe("/login?next=%2F");
      const followed = await browser.post("/@grace/follow", {}, { headers: { Referer: elsewhere } });
      expect(followed.lead).toBe("/");
    }
  });
});

test("what someone writes is markup nowhere", async () => {
  const attack = `"><script>alert(1)</script>'`;
  const { ada } = await people();
  const mallory = as(ada);
  await mallory.post("/settings/profile", { username: "ada", name: attack, about: attack });
  await mallory.post("/posts", { body: attack });
  await mallory.post("/messages/@grace", { body: attack });
  const paths = [
    ...["/", "/explore", "/@ada", `/@ada?x=${encodeURIComponent(attack)}`, "/settings/profile"],
    ...["/messages", "/messages/@grace"],
  ];
  const answers = [
    ...(await Promise.all(paths.map((path) => mallory.get(path)))),
    await mallory.post("/posts", { body: attack.repeat(50), key: attack }),
    await signedOut().post("/login", { username: attack, password: attack, next: `/${attack}` }),
    await signedOut().post("/register", {
      username: attack,
      email: attack,
      password: PASSWORD,
      passwordConfirm: attack,
    }),
    await mallory.get("/nothing?<script>", { headers: { Accept: "application/json" } }),
  ];
  for (const answer of answers) expect(answer.text).not.toContain("<script>alert");
});
