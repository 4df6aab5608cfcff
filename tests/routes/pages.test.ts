/** What holds for every page: walked through in every language, signed in and not. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { localeNames } from "../../locales/names.ts";
import { beginAuthenticator, removeAuthenticator } from "../../src/domain/authenticators.ts";
import { block } from "../../src/domain/blocks.ts";
import { follow } from "../../src/domain/follows.ts";
import { PAGE_SIZE } from "../../src/domain/page.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { send } from "../../src/domain/sending.ts";
import { unsubscribePath } from "../../src/domain/unsubscribe.ts";
import { hasApp } from "../support/authenticator.ts";
import { type Answer, as, type Element, signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { PASSWORD, people, person } from "../support/people.ts";
import { hasPasskey } from "../support/security.ts";

const CSP = [
  ...[
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
  ],
  ...["connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'"],
  "frame-ancestors 'none'",
].join("; ");

let ada: Viewer;
let linus: Viewer;
let post: number;
let passkey: number;
let unsubscribing: string;
let talk: string;
let message: string;

beforeAll(async () => {
  const cast = await people();
  ({ ada, linus } = cast);
  for (let count = 0; count <= PAGE_SIZE; count++) post = await publish(ada, { body: `Hello ${count}` });
  await publish(cast.grace, { body: "Hello" });
  await follow(ada, cast.grace);
  await follow(cast.grace, ada);
  passkey = (await hasPasskey(ada)).id;
  await publish(cast.grace, { body: "Hello @ada" });
  await runJobs();
  unsubscribing = await unsubscribePath(ada.id);
  for (const body of ["Hello", "Hello again"]) {
    const sent = await send(ada, cast.grace, { body });
    if ("id" in sent) talk = `/messages/with/${sent.conversationId}`;
    if ("id" in sent) message = `${talk}/${sent.id}`;
  }
  await send(cast.linus, ada, { body: "May I?" });
  await block(ada, await person("mary"));
});

const forAll = () => [
  ...["/", "/?before=7", "/explore", "/explore?before=7", `/posts/${post}`, "/settings/appearance"],
  ...["/search", "/search?q=hello", "/search?q=nothing+-here", "/search?q=a&type=people"],
  ...[
    "/@ada",
    "/@ada?before=7",
    "/@linus",
    "/@ada/followers",
    "/@linus/following",
    "/confirm-email/none",
    unsubscribing,
    "/nothing",
    "/posts/7",
  ],
];
const forSignedIn = () => [
  "/settings/profile",
  "/notifications",
  "/notifications?before=7",
  "/settings/notifications",
  "/settings/export",
  "/settings/account",
  "/settings/account/delete",
  "/settings/security",
  "/settings/security/events",
  "/settings/security/authenticator",
  "/settings/security/passkeys/new",
  `/settings/security/passkeys/${passkey}`,
  `/posts/${post}/edit`,
  `/posts/${post}/delete`,
  "/@linus/followers",
  ...["/messages", "/messages/requests", "/messages/@grace", "/messages/@linus", "/messages/@mary"],
  ...["/messages/@ada", "/messages/@grace?before=7", `${talk}/delete`, `${message}/delete`],
  ...["/@grace/block", "/@mary", "/settings/privacy"],
];
const forVisitors = () => [
  "/login",
  "/login?next=/@ada",
  "/register",
  "/password-reset",
  "/password-reset/none",
];

type Answers = [path: string, answer: Answer][];

/** Every page as ada and as a visitor see it, and every form that comes back refused. */
async function* walk(locale: string, partial: boolean): AsyncGenerator<Answers[number]> {
  const options = { partial, headers: { "Accept-Language": locale } };
  for (const path of [...forAll(), ...forSignedIn()]) yield [path, await as(ada).get(path, options)];
  for (const path of [...forAll(), ...forVisitors()]) yield [path, await signedOut().get(path, options)];
  for (const path of [
    "/posts",
    "/settings/profile",
    "/settings/account/email",
    "/settings/account/password",
    "/settings/profile/picture",
    "/settings/privacy",
    "/settings/notifications",
    "/messages/@grace",
  ]) {
    yield [path, await as(ada).post(path, { body: "", username: "", digest: "hourly" }, options)];
  }
  for (const path of ["/prove", "/prove/passkey", "/settings/security/passkeys"]) {
    yield [path, await as(ada).post(path, { password: "", name: "", credential: "" }, options)];
  }
  for (const path of ["/login", "/register", "/settings/appearance"]) {
    yield [path, await signedOut().post(path, { username: "", locale: "tlh" }, options)];
  }
  yield* walkWithApp(options);
}

/** The pages around an authenticator app, from setting it up to removing it. */
async function* walkWithApp(options: { partial: boolean }): AsyncGenerator<Answers[number]> {
  const app = "/settings/security/authenticator";
  const codes = "/settings/security/recovery-codes";
  await beginAuthenticator(linus);
  yield [app, await as(linus).get(app, options)];
  yield [app, await as(linus).patch(app, { code: "" }, options)];
  await removeAuthenticator(linus, { address: "", userAgent: "" });
  await hasApp(linus);
  for (const path of ["/settings/security", app, codes]) yield [path, await as(linus).get(path, options)];
  yield [app, await as(linus).delete(app, options)];
  yield [codes, await as(linus).post(codes, {}, options)];
  const halfway = signedOut();
  await halfway.post("/login", { username: "linus", password: PASSWORD });
  yield ["/login/code", await halfway.get("/login/code", options)];
  yield ["/login/code", await halfway.post("/login/code", { code: "" }, options)];
  await removeAuthenticator(linus, { address: "", userAgent: "" });
}

const locales = Object.keys(localeNames);

describe.each(locales)("every page in %s", (locale) => {
  const walked = { whole: [] as Answers, part: [] as Answers };

  beforeAll(async () => {
    walked.whole = await Array.fromAsync(walk(locale, false));
    walked.part = await Array.fromAsync(walk(locale, true));
  }, 60_000);
  afterAll(() => Object.assign(walked, { whole: [], part: [] }));

  test("was there to be walked through", () => {
    expect(walked.whole.length).toBeGreaterThan(80);
    expect(walked.part.length).toBe(walked.whole.length);
  });

  test("says its language and direction, and has a title", () => {
    for (const [path, page] of walked.whole) {
      const { lang, dir } = page.document.documentElement;
      expect([path, lang, dir]).toEqual([path, locale, "ltr"]);
      expect(page.headers.get("Content-Language")).toBe(locale);
      expect(page.title.split(" · ")).not.toContain("");
    }
  });

  test.each([false, true])("has nothing inline that the policy would stop (as a part: %p)", (partial) => {
    for (const [path, page] of walked[partial ? "part" : "whole"]) {
      const { document } = page;
      const inline = [...document.querySelectorAll("*")].flatMap((element) =>
        [...element.attributes].filter(({ name }) => /^(on|style$|hx-on|srcdoc$)/.test(name)),
      );
      expect([path, inline]).toEqual([path, []]);
      expect(page.all("style, script:not([src]), iframe, object, embed, base")).toEqual([]);
      expect(page.all("[href^='javascript:'], [src^='http'], [src^='//'], form:not([action^='/'])")).toEqual(
        [],
      );
    }
  });

  test.each([false, true])("has no place without its words (as a part: %p)", (partial) => {
    for (const [path, page] of walked[partial ? "part" : "whole"]) {
      expect([path, page.all(WORDS).filter(isMute).map(String)]).toEqual([path, []]);
      expect(page.all("[aria-label=''], [title=''], [placeholder=''], [data-text='']")).toEqual([]);
      expect(page.text).not.toMatch(/undefined|\[object|\bNaN\b|\{\w+(:\w+)?\}/);
    }
  });

  test("has labels for all its fields, and ids that are there once", () => {
    for (const [path, page] of walked.whole) {
      const nameless = page
        .all("input:not([type=hidden]), textarea, select")
        .filter((field) => !field.closest("label") && page.all(`label[for="${field.id}"]`).length !== 1);
      const ids = page.all("[id]").map((element) => element.id);
      const described = page
        .all("[aria-describedby]")
        .flatMap((each) => each.getAttribute("aria-describedby")?.split(" "));
      expect([path, nameless.map(String)]).toEqual([path, []]);
      expect(page.all("[name^=password]:not([type=password])")).toEqual([]);
      expect(ids).toEqual([...new Set(ids)]);
      expect(described.filter((id) => id && !ids.includes(id))).toEqual([]);
    }
  });
});

test("every page of someone signed in has the way out", async () => {
  for (const path of [...forAll(), ...forSignedIn()]) {
    const page = await as(ada).get(path);
    expect([path, page.all("form[action='/logout'] button").length]).toEqual([path, 1]);
  }
});

/** Where words belong. */
const WORDS = "a, button, label, legend, h1, h2, h3, p, li, th, summary, time, blockquote, title";

function isMute(element: Element): boolean {
  const own = element.textContent.trim() || element.getAttribute("aria-label");
  return !own && !element.matches("[hidden], #messages *");
}

describe("every answer", () => {
  test("forbids what is not ours, frames and guesses", async () => {
    const answers = [
      await signedOut().get("/"),
      await as(ada).get("/", { partial: true }),
      await signedOut().get("/nothing"),
      await signedOut().get("/nothing", { headers: { Accept: "application/json" } }),
      await signedOut().post("/logout", {}, { headers: { "Sec-Fetch-Site": "cross-site" } }),
      await signedOut().post("/posts", {}),
      await signedOut().get("/livez"),
      await signedOut().get("/avatars/7.svg"),
      await signedOut().get("/assets/nothing.js"),
      await signedOut().post("/login", { _method: "BREW" }),
    ];
    for (const { headers } of answers) {
      expect(headers.get("Content-Security-Policy")).toBe(CSP);
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("X-Frame-Options")).toBe("DENY");
      expect(headers.get("Referrer-Policy")).toBe("same-origin");
      expect(headers.get("Strict-Transport-Security")).toBeNull();
      expect(headers.get("Permissions-Policy")).toBe(
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
      );
      expect(headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
      expect(headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
      expect(headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get("X-Powered-By")).toBeNull();
    }
  });

  test("has a request id of its own, whatever the client would have it be", async () => {
    const headers = { "X-Request-Id": "mine" };
    const answers = [await signedOut().get("/", { headers }), await signedOut().get("/", { headers })];
    const ids = answers.map((answer) => answer.headers.get("X-Request-Id"));
    expect(new Set([...ids, "mine"]).size).toBe(3);
  });
});

describe("caching", () => {
  const cacheControl = async (answer: Promise<Answer>) => (await answer).headers.get("Cache-Control");
  const partial = { partial: true };
  const json = { headers: { Accept: "application/json" } };

  test("whole pages of someone signed in are never kept", async () => {
    for (const path of [...forAll(), ...forSignedIn()]) {
      expect(await cacheControl(as(ada).get(path))).toBe("private, no-store");
    }
  });

  test("parts, and pages for everyone, are asked for again", async () => {
    for (const path of [...forAll(), ...forSignedIn()]) {
      expect(await cacheControl(as(ada).get(path, partial))).toBe("private, no-cache");
    }
    for (const path of [...forAll(), ...forVisitors()]) {
      expect(await cacheControl(signedOut().get(path))).toBe("private, no-cache");
    }
  });

  test("a page with a notice is not kept: it would be shown again", async () => {
    const browser = as(ada);
    await browser.post("/logout");
    expect(await cacheControl(browser.get("/"))).toBe("private, no-store");
    expect(await cacheControl(browser.get("/"))).toBe("private, no-cache");
  });

  test("errors as JSON, and what leads htmx on, are not kept either", async () => {
    expect(await cacheControl(as(ada).get("/nothing", json))).toBe("private, no-cache");
    expect(await cacheControl(signedOut().get("/settings/profile", partial))).toBe("private, no-cache");
  });

  test("`Vary` tells apart whole and part, persons, languages and kinds", async () => {
    for (const answer of [
      await signedOut().get("/"),
      await signedOut().get("/", partial),
      await as(ada).get("/@ada"),
      await signedOut().get("/nothing"),
      await signedOut().get("/nothing", json),
      await signedOut().get("/settings/profile"),
      await signedOut().get("/settings/profile", partial),
    ]) {
      expect(answer.headers.get("Vary")).toStartWith("HX-Request-Type, Cookie, Accept-Language, Accept");
    }
  });
});
