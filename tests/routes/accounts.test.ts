import { describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { sessions, users } from "../../db/schema.ts";
import { as, type Client, signedOut } from "../support/client.ts";
import { PASSWORD, people, person } from "../support/people.ts";

const WRONG = "The name or the password is wrong.";
const newcomer = {
  username: "mary",
  email: "mary@example.org",
  password: PASSWORD,
  passwordConfirm: PASSWORD,
};

const login = (browser: Client, fields: Record<string, string> = {}) =>
  browser.post("/login", { username: "ada", password: PASSWORD, ...fields });

const isSignedIn = async (browser: Client) => (await browser.get("/settings/profile")).status === 200;

describe("registering", () => {
  test("makes an account and signs in", async () => {
    await people();
    const browser = signedOut();
    await browser.get("/register");

    const answer = await browser.submit("Create my account", newcomer);

    expect(answer.status).toBe(303);
    const home = await browser.follow();
    expect(home.notice).toBe("Welcome! Your account is ready.");
    expect(home.texts("h1")).toEqual(["Home"]);
    expect(await browser.get("/@mary").then((profile) => profile.status)).toBe(200);
  });

  test("goes on to where the newcomer was going", async () => {
    await people();
    const browser = signedOut();
    await browser.get("/register?next=/@grace");

    await browser.submit("Create my account", newcomer);

    expect((await browser.follow()).title).toStartWith("Grace Hopper");
  });

  test.each([
    ["a taken name", { username: "ada" }, "username", "This user name is taken."],
    ["a taken name in capitals", { username: "ADA" }, "username", "This user name is taken."],
    [
      "a name with a space",
      { username: "a b" },
      "username",
      "Please use 1 to 30 letters (a–z), digits or _.",
    ],
    ["a name of 31 letters", { username: "a".repeat(31) }, "username", /^Please use 1 to 30 letters/],
    ["a reserved name", { username: "Admin" }, "username", "This user name is reserved."],
    ["no name", { username: "" }, "username", "Please fill this in."],
    [
      "a taken address",
      { email: "ADA@example.org" },
      "email",
      "There is already an account with this address.",
    ],
    ["a bad address", { email: "mary" }, "email", "This does not look like an email address."],
    ["a short password", { password: "short" }, "password", "Please use at least 8 characters."],
    ["a password without end", { password: "x".repeat(1025) }, "password", /1,024 bytes at most/],
    ["unequal passwords", { passwordConfirm: "another one" }, "passwordConfirm", "The two passwords differ."],
  ])("R05 refuses %s", async (_, changed, field, problem) => {
    await people();
    const browser = signedOut();
    await browser.get("/register");
    const before = await db.$count(users);

    const answer = await browser.submit("Create my account", { ...newcomer, ...changed });

    expect(answer.status).toBe(422);
    expect(answer.problem(field)).toMatch(problem);
    expect(answer.value("email")).toBe({ ...newcomer, ...changed }.email);
    expect(answer.value("password")).toBe("");
    expect(answer.value("passwordConfirm")).toBe("");
    expect(answer.text).not.toContain(PASSWORD);
    expect(await db.$count(users)).toBe(before);
  });

  test("R05 says so in the reader's language", async () => {
    await people();
    const browser = signedOut();

    const answer = await browser.post(
      "/register",
      { ...newcomer, username: "ada" },
      { headers: { "Accept-Language": "es" } },
    );

    expect(answer.problem("username")).toBe("Este nombre de usuario ya está cogido.");
  });
});

describe("signing in", () => {
  test("with the user name, in any case, or with the address", async () => {
    await people();
    for (const username of ["ada", "ADA", " ada ", "ada@example.org"]) {
      const browser = signedOut();
      const answer = await login(browser, { username });
      expect(answer.status).toBe(303);
      expect((await browser.follow()).notice).toBe("You are signed in.");
    }
  });

  test("R03 a wrong user and a wrong password read the same", async () => {
    await people();

    const wrongPassword = await login(signedOut(), { password: "wrong password" });
    const wrongUser = await login(signedOut(), { username: "nobody" });

    for (const answer of [wrongPassword, wrongUser]) {
      expect(answer.status).toBe(422);
      expect(answer.texts("[role=alert]")).toEqual([WRONG]);
      expect(answer.value("password")).toBe("");
    }
    expect(wrongUser.text.replaceAll("nobody", "ada")).toBe(wrongPassword.text);
  });

  test("an empty form says what is missing, and keeps what is there", async () => {
    await people();

    const answer = await login(signedOut(), { username: "ada", password: "", remember: "on" });

    expect(answer.status).toBe(422);
    expect(answer.problem("password")).toBe("Please fill this in.");
    expect(answer.value("username")).toBe("ada");
    expect(answer.all("[name=remember][checked]")).toHaveLength(1);
  });

  test("R04 is remembered by the browser only when asked for", async () => {
    await people();
    const browser = signedOut();
    await browser.get("/login");

    const brief = await login(browser);
    await browser.post("/logout");
    await browser.get("/login");
    const long = await browser.submit("Sign in", { username: "ada", password: PASSWORD, remember: "on" });

    expect(brief.setCookie("session")).not.toContain("Max-Age");
    expect(long.setCookie("session")).toContain(`Max-Age=${30 * 24 * 3600}`);
  });

  test("R04 a session past half of its time goes on, its cookie of the same kind", async () => {
    const { ada } = await people();
    const remembered = signedOut();
    await login(remembered, { remember: "on" });
    const brief = as(ada);
    await brief.get("/");
    await db.update(sessions).set({ expiresAt: new Date(Date.now() + 3600_000) });

    expect((await remembered.get("/")).setCookie("session")).toContain("Max-Age=2592000");
    expect((await brief.get("/")).setCookie("session")).not.toContain("Max-Age");
    expect((await brief.get("/")).setCookie("session")).toBeUndefined();
  });

  test("a session that ran out is over, and so is its cookie", async () => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/");
    await db.update(sessions).set({ expiresAt: new Date(Date.now() - 1000) });

    expect(await isSignedIn(browser)).toBe(false);
    expect(browser.cookies.has("session")).toBe(false);
  });

  test("the cookie is for this site's server only", async () => {
    await people();
    const cookie = (await login(signedOut())).setCookie("session");
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test("gives a new token and ends the session that was there: nobody is led into another's", async () => {
    const { grace } = await people();
    const browser = as(grace);
    await browser.get("/");
    const former = browser.cookies.get("session") ?? "";
    await browser.post("/logout");
    browser.cookies.set("session", former);
    await login(browser);

    expect(browser.cookies.get("session")).not.toBe(former);
    expect(await isSignedIn(browser)).toBe(true);
    browser.cookies.set("session", former);
    expect(await isSignedIn(browser)).toBe(false);
  });

  test("a token that somebody planted signs nobody in", async () => {
    await people();
    const browser = signedOut();
    const planted = `b${"a".repeat(40)}`;
    browser.cookies.set("session", planted);

    await login(browser);

    const stranger = signedOut();
    stranger.cookies.set("session", planted);
    expect(await isSignedIn(stranger)).toBe(false);
  });

  test("R08 those who are signed in are sent away from signing in and registering", async () => {
    const { ada } = await people();
    for (const path of ["/login", "/register"]) {
      const browser = as(ada);
      expect((await browser.get(path)).lead).toBe("/");
      expect((await browser.follow()).notice).toBe("You are already signed in.");
      expect((await browser.post(path, newcomer)).lead).toBe("/");
    }
    expect(await db.$count(users)).toBe(3);
  });
});

describe("R01 a page that needs a login", () => {
  test("leads to it, says so, and comes back", async () => {
    await people();
    const browser = signedOut();

    const answer = await browser.get("/settings/profile?tab=1");
    expect(answer.status).toBe(303);
    expect(answer.lead).toBe("/login?next=%2Fsettings%2Fprofile%3Ftab%3D1");

    const page = await browser.follow();
    expect(page.notice).toBe("Please sign in first.");
    await browser.submit("Sign in", { username: "ada", password: PASSWORD });
    await browser.follow();
    expect(browser.page?.url).toEndWith("/settings/profile?tab=1");
  });

  test("still knows where to go back to after a mistake, and after registering instead", async () => {
    await people();
    const browser = signedOut();
    await browser.get("/settings/profile");
    await browser.follow();
    await browser.submit("Sign in", { username: "ada", password: "wrong password" });
    await browser.click("Register");

    const answer = await browser.submit("Create my account", newcomer);

    expect(answer.lead).toBe("/settings/profile");
  });

  test("tells htmx so on the page that it is on, and nothing written there is lost", async () => {
    await people();
    const browser = signedOut();
    await browser.get("/@ada?before=7");

    const answer = await browser.post("/@ada/follow", {}, { partial: true });

    expect(answer.status).toBe(401);
    expect(answer.text).toContain("You are signed out.");
    expect(answer.headers.get("HX-Retarget")).toBe("#messages");
  });
});

describe("R02 `next` never leaves the site", () => {
  const hostile = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:/\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "///evil.example",
    "/./\\evil.example",
    "/..//evil.example",
    "/@evil\\..\\..\\\\evil.example",
    "%2f%2fevil.example",
    "/%2fevil.example",
    "/%5Cevil.example",
    "",
  ];

  test.each(hostile)("%p", async (next) => {
    await people();
    expect((await login(signedOut(), { next })).lead).toBe("/");
  });

  test.each(hostile)("nor does the form carry on %p", async (next) => {
    await people();
    const page = await signedOut().get(`/login?next=${encodeURIComponent(next)}`);
    expect(page.value("next")).toBeUndefined();
  });

  test.each(["/", "/@ada", "/explore?before=7", "/posts/7/edit"])("but leads to %p", async (next) => {
    await people();
    expect((await login(signedOut(), { next })).lead).toBe(next);
  });
});

describe("signing out", () => {
  test("ends the session, here and for whoever has its token", async () => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/");
    const token = browser.cookies.get("session") ?? "";

    const answer = await browser.submit("Sign out");

    expect(answer.lead).toBe("/");
    expect(browser.cookies.has("session")).toBe(false);
    expect((await browser.follow()).notice).toBe("You are signed out.");
    browser.cookies.set("session", token);
    expect(await isSignedIn(browser)).toBe(false);
  });

  test("leaves other browsers alone, and is harmless when repeated", async () => {
    const { ada } = await people();
    const [here, there] = [as(ada), as(ada)];
    await there.get("/");

    expect((await here.post("/logout")).status).toBe(303);
    expect((await here.post("/logout")).status).toBe(303);

    expect(await isSignedIn(there)).toBe(true);
  });
});

test("a notice is shown once", async () => {
  await people();
  const browser = signedOut();
  await login(browser);

  expect((await browser.get("/")).notice).toBe("You are signed in.");
  expect((await browser.get("/")).notice).toBeNull();
});

test("a former user name signs in too, and a name nobody has does not", async () => {
  await people();
  const mary = await person("mary");
  await as(mary).post("/settings/profile", { username: "maria", name: "", about: "" });

  expect((await login(signedOut(), { username: "mary" })).status).toBe(303);
  expect((await login(signedOut(), { username: "marius" })).status).toBe(422);
});

test("the database holds no token", async () => {
  const { ada } = await people();
  const browser = as(ada);
  await browser.get("/");
  const [row] = await db.select().from(sessions);
  expect(JSON.stringify(row)).not.toContain(browser.cookies.get("session") ?? "");
});
