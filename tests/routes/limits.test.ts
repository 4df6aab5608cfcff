/** With limits on: who does too much too fast is told so, loses nothing, and takes nothing from anyone else. */
import { beforeEach, describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { limits, posts, users } from "../../db/schema.ts";
import { consume } from "../../src/domain/limits.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { type Answer, as, type Client, signedOut } from "../support/client.ts";
import { at } from "../support/clock.ts";
import { withLimits } from "../support/limits.ts";
import { PASSWORD, people } from "../support/people.ts";

const SORRY = "There were too many attempts. Please wait a while and try again.";

let ada: Viewer;
let grace: Viewer;

withLimits();
beforeEach(async () => ({ ada, grace } = await people()));

/** Uses a limit up. */
async function spend(limit: "posting" | "following", person: Viewer, times: number) {
  for (let n = 0; n < times; n += 20)
    await Promise.all(Array.from({ length: 20 }, () => consume(limit, { account: person.id })));
}

function expectTooMany(answer: Answer, most: number) {
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get("Retry-After"))).toBeWithin(1, most + 1);
}

describe("signing in", () => {
  const signIn = (browser: Client, password: string, username = "ada", address = "203.0.113.1") =>
    browser.post("/login", { username, password, remember: "on" }, { address });

  /** Strangers have guessed the password until nobody is heard any more. */
  const guess = (account = "ada") =>
    Promise.all(Array.from({ length: 10 }, () => consume("signIn", { account })));

  test("ten wrong passwords an hour, then even the right one waits; what was typed stays, but no secret", async () => {
    for (let n = 0; n < 10; n++) {
      expect((await signIn(signedOut(), "wrong", "ada", `198.51.100.${n}`)).status).toBe(422);
    }
    const answer = await signIn(signedOut(), PASSWORD);
    expectTooMany(answer, 3600);
    expect(answer.texts("[role=alert]")).toEqual([SORRY]);
    expect([answer.value("username"), answer.value("password")]).toEqual(["ada", ""]);
    expect(answer.text).not.toContain(PASSWORD);
    expect(answer.setCookie("session")).toBeUndefined();
  });

  test("twelve guesses at once are heard ten times", async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => signIn(signedOut(), "wrong", "ada", `198.51.100.${n}`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(10).fill(422), 429, 429]);
  });

  test("a name that nobody has is treated alike", async () => {
    await guess("nobody");
    await guess("ada");
    const [unknown, known] = [
      await signIn(signedOut(), "x", "nobody"),
      await signIn(signedOut(), "x", "ada"),
    ];
    expect([unknown.status, known.status]).toEqual([429, 429]);
    const plain = (answer: Answer) => answer.text.replaceAll(/nobody|ada/g, "…");
    expect(plain(unknown)).toBe(plain(known));
  });

  test("other spellings of the name are the same name", async () => {
    for (const name of ["ada", "ADA", "Ada", " ada "]) {
      for (let n = 0; n < 3; n++) await signIn(signedOut(), "wrong", name, `198.51.100.${n}`);
    }
    expectTooMany(await signIn(signedOut(), PASSWORD), 3600);
  });

  test("one who succeeds may do so as often as they like", async () => {
    for (let n = 0; n < 12; n++) expect((await signIn(signedOut(), PASSWORD)).status).toBe(303);
  });

  test("wrong ones by one address wait, whoever is meant; the neighbours of an IPv6 address with it", async () => {
    for (let n = 0; n < 24; n++) await consume("signIn", { address: "2001:db8:0:0::/64" });
    expect((await signIn(signedOut(), "wrong", "somebody", "2001:db8::1")).status).toBe(422);
    expectTooMany(await signIn(signedOut(), PASSWORD, "ada", "2001:db8::ffff:1"), 300);
    expect((await signIn(signedOut(), PASSWORD, "ada", "2001:db8:0:1::1")).status).toBe(303);
  });

  test("nobody is locked out by somebody else's guesses, where they signed in before", async () => {
    const own = signedOut();
    await signIn(own, PASSWORD);
    await own.post("/logout");
    await guess();

    expectTooMany(await signIn(signedOut(), PASSWORD), 3600);
    expect((await signIn(own, "wrong")).status).toBe(422);
    expect((await signIn(own, PASSWORD)).status).toBe(303);
  });

  test("nor by those who share an address", async () => {
    const own = signedOut();
    await signIn(own, PASSWORD);
    await own.post("/logout");
    for (let n = 0; n < 26; n++) await consume("signIn", { address: "203.0.113.1" });
    expectTooMany(await signIn(signedOut(), PASSWORD, "grace"), 300);
    expect((await signIn(own, PASSWORD)).status).toBe(303);
  });

  test("a device that is known has ten guesses of its own, and no more", async () => {
    const own = signedOut();
    await signIn(own, PASSWORD);
    await own.post("/logout");
    for (let n = 0; n < 10; n++) expect((await signIn(own, "wrong")).status).toBe(422);
    expectTooMany(await signIn(own, PASSWORD), 3600);
    expect((await signIn(signedOut(), PASSWORD)).status).toBe(303); // elsewhere nothing was counted
  });

  test("a device of one's own helps nobody to guess another's password", async () => {
    const mallory = signedOut();
    await signIn(mallory, PASSWORD, "grace");
    await mallory.post("/logout");
    await guess();
    expectTooMany(await signIn(mallory, PASSWORD), 3600);
  });

  test.each([
    ["with another person in it", (cookie: string) => cookie.replace(/^\d+/, String(7))],
    ["with another device in it", (cookie: string) => cookie.replace(/\.[\w-]+\./, ".another.")],
    ["without its signature", (cookie: string) => cookie.slice(0, cookie.lastIndexOf("."))],
    ["of nothing", () => ""],
  ])("a device %s is not known", async (_, forge) => {
    const own = signedOut();
    await signIn(own, PASSWORD);
    await own.post("/logout");
    own.cookies.set("device", forge(own.cookies.get("device") ?? ""));
    await guess();
    expectTooMany(await signIn(own, PASSWORD), 3600);
  });

  test("the device is a cookie of a year, for this site's server alone, and opens nothing", async () => {
    const own = signedOut();
    const answer = await signIn(own, PASSWORD);
    expect(answer.setCookie("device")).toMatch(
      /^device=\d+\.[\w-]{16}\.[\w-]{43}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    own.cookies.delete("session");
    expect((await own.get("/settings/profile")).status).toBe(303);
  });

  test("JSON is told in JSON", async () => {
    await guess();
    const answer = await signedOut().post(
      "/login",
      { username: "ada", password: PASSWORD },
      { headers: { Accept: "application/json" } },
    );
    expectTooMany(answer, 3600);
    expect(JSON.parse(answer.text).error).toMatchObject({ status: 429, message: "A little too fast" });
  });
});

describe("registering", () => {
  const form = (n: number) => ({
    ...{ username: `mary${n}`, email: `mary${n}@example.org` },
    ...{ password: PASSWORD, passwordConfirm: PASSWORD },
  });

  /** Someone who opened the form then, and took their time. */
  async function opened(then = Date.now() - 3000) {
    const browser = signedOut();
    await at(then, () => browser.get("/register"));
    return browser;
  }

  const send = (browser: Client, n: number, more = {}, address = "203.0.113.1") =>
    browser.submit("/register", { ...form(n), ...more }, { address });

  test("five accounts in half an hour from one address; then what was typed stays", async () => {
    for (let n = 0; n < 5; n++) expect((await send(await opened(), n)).status).toBe(303);
    const sixth = await send(await opened(), 6);
    expectTooMany(sixth, 1800);
    expect(sixth.texts("[role=alert]")).toEqual([SORRY]);
    expect([sixth.value("username"), sixth.value("email")]).toEqual(["mary6", "mary6@example.org"]);
    expect(sixth.text).not.toContain(PASSWORD);
    expect((await send(await opened(), 7, {}, "203.0.113.2")).status).toBe(303);
  });

  test("forms with mistakes are not counted", async () => {
    const browser = await opened();
    for (let n = 0; n < 10; n++) await send(browser, n, { passwordConfirm: "another" });
    expect(await db.$count(limits)).toBe(0);
    expect((await send(browser, 1)).status).toBe(303);
  });

  const before = 3;
  const again = "That went a little fast for us. Please type the passwords once more and send it again.";

  test("faster than anyone can type: asked to send it again, which then works", async () => {
    const then = Date.now() - 60_000;
    const browser = await opened(then);
    const first = await at(then + 1000, () => send(browser, 1));
    expect([first.status, first.texts("[role=alert]")]).toEqual([422, [again]]);
    expect([first.value("username"), first.value("email")]).toEqual(["mary1", "mary1@example.org"]);
    expect(await db.$count(users)).toBe(before);

    // Counted from when the form was first shown.
    expect((await at(then + 2500, () => send(browser, 1))).status).toBe(303);
  });

  test.each([
    ["no time", {}],
    ["a time that nobody signed", { shown: "0" }],
    ["a time with another's signature", { shown: `0.${"A".repeat(43)}` }],
  ])("a form with %s was not ours", async (_, shown) => {
    const answer = await signedOut().post("/register", { ...form(1), website: "", ...shown });
    expect([answer.status, answer.texts("[role=alert]")]).toEqual([422, [again]]);
    expect(await db.$count(users)).toBe(before);
  });

  test("with the field filled in that nobody sees: no account, and no word about it", async () => {
    const answer = await send(await opened(), 1, { website: "https://casino.example" });
    expect([answer.status, answer.texts("[role=alert]")]).toEqual([422, [again]]);
    expect(answer.text).not.toContain("casino");
    expect(answer.texts("body")[0]).not.toMatch(/bot|spam/i); // not in the signature that the form carries
    expect(answer.value("website")).toBe("");
    expect(await db.$count(users)).toBe(before);
  });

  test("that field is out of sight, of reading aloud, of the keyboard and of what browsers fill in", async () => {
    const page = await signedOut().get("/register");
    const [field] = page.all("input[name=website]");
    expect(field?.closest("[aria-hidden=true].off-screen")).not.toBeNull();
    expect(field?.getAttribute("tabindex")).toBe("-1");
    expect(field?.getAttribute("autocomplete")).toBe("off");
    expect(page.texts("label[for=website]")).toEqual(["Please leave this empty"]);
  });
});

describe("writing", () => {
  const DRAFT = "A thought that took a while";
  const THREE_HOURS = 3 * 3600;

  test("300 posts in three hours; then the composer comes back with what was written", async () => {
    await spend("posting", ada, 300);
    const page = await as(ada).post("/posts", { body: DRAFT, key: "k" });
    expectTooMany(page, THREE_HOURS);
    expect(page.texts("#composer [role=alert]")).toEqual([SORRY]);
    expect([page.value("body"), page.value("key")]).toEqual([DRAFT, "k"]);
    expect(await db.$count(posts)).toBe(0);

    const part = await as(ada).post("/posts", { body: DRAFT }, { partial: true });
    expectTooMany(part, THREE_HOURS);
    expect([part.headers.get("HX-Retarget"), part.text]).toEqual(["#messages", `<p>${SORRY}</p>`]);
    expect((await as(grace).post("/posts", { body: "Hello" })).status).toBe(303);
  });

  test("editing counts with it, and its form comes back too", async () => {
    const post = await publish(ada, { body: "Hello" });
    await spend("posting", ada, 300);
    const page = await as(ada).patch(`/posts/${post}`, { body: DRAFT });
    expectTooMany(page, THREE_HOURS);
    expect([page.value("body"), page.value("_method")]).toEqual([DRAFT, "PATCH"]);
    expect((await as(ada).get(`/posts/${post}`)).posts).toEqual(["Hello"]);
    expect((await as(ada).delete(`/posts/${post}`)).status).toBe(303); // taking back is always allowed
  });

  test("is told in the reader's language", async () => {
    await spend("posting", ada, 300);
    const headers = { "Accept-Language": "es" };
    const page = await as(ada).post("/posts", { body: DRAFT }, { headers });
    expect(page.texts("[role=alert]")[0]).toStartWith("Ha habido demasiados intentos.");
  });
});

test("400 people a day may be followed or left, by page, part and JSON", async () => {
  await spend("following", ada, 400);
  for (const options of [{}, { partial: true }, { headers: { Accept: "application/json" } }]) {
    expectTooMany(await as(ada).post("/@grace/follow", {}, options), 24 * 3600);
  }
  expect((await as(ada).post("/@grace/follow")).texts("h1")).toEqual(["A little too fast"]);
  expect((await as(grace).post("/@ada/follow")).status).toBe(303);
});

test("reading has room for everyone, and ends before a flood does", async () => {
  const address = "192.0.2.200";
  for (let n = 0; n < 7500; n++) await consume("reading", { address });
  const answer = await signedOut().get("/explore", { address });
  expectTooMany(answer, 300);
  expect(answer.texts("h1")).toEqual(["A little too fast"]);
  expect((await signedOut().get("/explore", { address: "192.0.2.201" })).status).toBe(200);
  expect((await signedOut().get("/livez", { address })).status).toBe(200);
});
