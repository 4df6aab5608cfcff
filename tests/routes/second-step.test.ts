import { describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { authenticators, recoveryCodes, sessions, tokens } from "../../db/schema.ts";
import { hasAuthenticator } from "../../src/domain/authenticators.ts";
import { countRecoveryCodes } from "../../src/domain/recovery-codes.ts";
import { env } from "../../src/env.ts";
import { codeOf, hasApp, wrongCode } from "../support/authenticator.ts";
import { as, type Client, signedOut } from "../support/client.ts";
import { PASSWORD, people } from "../support/people.ts";
import { provedLongAgo } from "../support/security.ts";

const APP = "/settings/security/authenticator";
const WRONG = "This code is wrong, used or too old.";

const login = (browser: Client, fields: Record<string, string> = {}) =>
  browser.post("/login", { username: "ada", password: PASSWORD, ...fields });
const isSignedIn = async (browser: Client) => (await browser.get("/settings/profile")).status === 200;
const secretOn = (browser: Client) => browser.page?.texts(".secret")[0] ?? "";

describe("setting up an app", () => {
  test("shows a picture and a secret, asks for a code, then shows ten recovery codes once", async () => {
    const { ada } = await people();
    const [browser, elsewhere] = [as(ada), as(ada)];
    await elsewhere.get("/");
    await browser.get("/settings/security");
    await browser.click("Set up an app");
    await browser.submit("Set up an app");
    await browser.follow();
    const secret = secretOn(browser);
    expect(secret).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);

    const picture = await browser.get(`${APP}/code.svg`);
    expect(picture.headers.get("Content-Type")).toBe("image/svg+xml");
    expect(picture.headers.get("Cache-Control")).toBe("no-store");
    expect(picture.text).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    expect(picture.text).not.toMatch(/style=|<script/);

    const wrong = await browser.submit("Turn it on", { code: wrongCode(secret) });
    expect(wrong.status).toBe(422);
    expect(wrong.problem("code")).toBe(WRONG);
    expect(secretOn(browser)).toBe(secret);
    expect(await hasAuthenticator(ada.id)).toBe(false);

    const right = await browser.submit("Turn it on", { code: codeOf(secret) });
    expect(right.status).toBe(200);
    expect(right.headers.get("Cache-Control")).toBe("private, no-store");
    const codes = right.texts(".codes li");
    expect(codes).toHaveLength(10);
    const file = right.all("a[download]")[0]?.getAttribute("href") ?? "";
    expect(await (await fetch(file)).text()).toBe(`${codes.join("\n")}\n`);
    expect(await isSignedIn(elsewhere)).toBe(false);

    for (const path of ["/settings/security", APP, "/settings/security/recovery-codes"]) {
      const later = await browser.get(path);
      for (const code of [...codes, secret]) expect(later.text).not.toContain(code);
    }
    expect((await browser.get(`${APP}/code.svg`)).status).toBe(404);
  });

  test("in production without SECRET_KEY says what must be set, and sets nothing up", async () => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/");
    const { SECRET_KEY } = env;
    Object.assign(env, { production: true, SECRET_KEY: undefined });
    try {
      const page = await browser.get(APP);
      expect(page.text).toContain("SECRET_KEY");
      expect(page.offers("Set up an app")).toBe(false);
      await browser.post(APP);
    } finally {
      Object.assign(env, { production: false, SECRET_KEY });
    }
    expect(await db.$count(authenticators)).toBe(0);
  });

  test("needs someone who is signed in and has proved it lately", async () => {
    const { ada } = await people();
    const stranger = signedOut();
    for (const path of [APP, `${APP}/code.svg`]) expect((await stranger.get(path)).lead).toContain("/login");
    const change = { code: "000000", password: PASSWORD };
    expect((await stranger.post(APP)).lead).toContain("/login");
    expect((await stranger.patch(APP, change)).lead).toContain("/login");
    expect((await stranger.post(APP, { ...change, _method: "DELETE" })).lead).toContain("/login");
    const browser = as(ada);
    await browser.get(APP);
    await provedLongAgo(ada);
    expect((await browser.submit("Set up an app")).lead).toBe(`/prove?next=${encodeURIComponent(APP)}`);
    expect(await db.$count(authenticators)).toBe(0);
  });
});

describe("signing in with an app", () => {
  test("takes the password, then a code, and keeps what was wished", async () => {
    const { ada } = await people();
    const { secret } = await hasApp(ada);
    const browser = signedOut();
    const first = await login(browser, { remember: "on", next: "/@ada" });
    expect(first.lead).toBe("/login/code?next=%2F%40ada");
    expect(first.setCookie("session")).toBeUndefined();
    expect(first.setCookie("second-step")).toMatch(/; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await db.$count(sessions)).toBe(0);
    expect(await isSignedIn(browser)).toBe(false);

    await browser.get(first.lead ?? "");
    const wrong = await browser.submit("Sign in", { code: wrongCode(secret) });
    expect([wrong.status, wrong.problem("code"), wrong.value("code")]).toEqual([422, WRONG, ""]);
    const right = await browser.submit("Sign in", { code: codeOf(secret) });
    expect(right.lead).toBe("/@ada");
    expect(right.setCookie("session")).toContain("Max-Age=2592000");
    expect(browser.cookies.has("second-step")).toBe(false);
    expect((await browser.follow()).notice).toBe("You are signed in.");
    expect(await db.$count(tokens)).toBe(0);
  });

  test("takes a recovery code instead, and says how many are left", async () => {
    const { ada } = await people();
    const { codes } = await hasApp(ada);
    const browser = signedOut();
    await login(browser);
    await browser.follow();
    await browser.submit("Sign in", { code: codes[3] ?? "" });
    const page = await browser.get("/settings/security");
    expect(page.text).toContain("You have 9 codes left.");
    expect(page.text).toContain("Recovery code used");
  });

  test("leads back to the password after five wrong codes", async () => {
    const { ada } = await people();
    const { secret } = await hasApp(ada);
    const browser = signedOut();
    await login(browser, { next: "/@ada" });
    await browser.follow();
    for (let nth = 1; nth < 5; nth++) await browser.submit("Sign in", { code: wrongCode(secret) });
    const last = await browser.submit("Sign in", { code: wrongCode(secret) });
    expect(last.lead).toBe("/login?next=%2F%40ada");
    expect((await browser.follow()).notice).toBe("Please begin again with your password.");
    expect((await browser.post("/login/code", { code: codeOf(secret) })).lead).toBe("/login");
    expect(await isSignedIn(browser)).toBe(false);
  });

  test("is nobody's step without the right token, and nobody's session with it", async () => {
    const { ada, grace } = await people();
    const { secret } = await hasApp(ada);
    const browser = signedOut();
    await login(browser);
    const token = browser.cookies.get("second-step") ?? "";
    for (const cookie of ["", "x", token.slice(1), "%FF", `${token}x`]) {
      const stranger = signedOut();
      stranger.cookies.set("second-step", cookie);
      expect((await stranger.get("/login/code")).lead).toBe("/login");
      expect((await stranger.post("/login/code", { code: codeOf(secret) })).lead).toBe("/login");
    }
    const thief = signedOut();
    thief.cookies.set("session", token);
    expect(await isSignedIn(thief)).toBe(false);
    expect((await as(grace).get("/login/code")).lead).toBe("/");
    const stored = JSON.stringify(await db.select().from(tokens));
    expect(stored).not.toContain(token);
  });

  test("a wrong password says the same with and without an app", async () => {
    const { ada } = await people();
    const without = await login(signedOut(), { password: "wrong password" });
    await hasApp(ada);
    const with_ = await login(signedOut(), { password: "wrong password" });
    expect([with_.status, with_.text]).toEqual([without.status, without.text]);
  });
});

describe("removing the app", () => {
  async function scene() {
    const { ada, grace } = await people();
    const app = await hasApp(ada);
    const browser = as(ada);
    await browser.get(APP);
    return { ada, grace, browser, ...app };
  }

  test("takes the password and a code, or a recovery code", async () => {
    for (const by of ["app", "recovery"]) {
      const { ada, browser, secret, codes } = await scene();
      const code = by === "app" ? codeOf(secret) : (codes[0] ?? "");
      const answer = await browser.submit("Remove the app", { password: PASSWORD, code });
      expect(answer.lead).toBe("/settings/security");
      expect((await browser.follow()).notice).toBe("The authenticator app is removed.");
      expect(await hasAuthenticator(ada.id)).toBe(false);
      expect(await countRecoveryCodes(ada.id)).toBe(0);
      const again = signedOut();
      await login(again);
      expect(await isSignedIn(again)).toBe(true);
    }
  });

  test("is refused with one of them wrong, and a right code is then not used up", async () => {
    const { ada, browser, secret, codes } = await scene();
    const [code = ""] = codes;
    const wrongPassword = await browser.submit("Remove the app", { password: "wrong password", code });
    expect([wrongPassword.status, wrongPassword.problem("password")]).toEqual([
      422,
      "This is not your password.",
    ]);
    const wrong = await browser.submit("Remove the app", { password: PASSWORD, code: wrongCode(secret) });
    expect([wrong.status, wrong.problem("code")]).toEqual([422, WRONG]);
    const empty = await browser.submit("Remove the app", { password: "", code: "" });
    expect([empty.problem("password"), empty.problem("code")]).toEqual(Array(2).fill("Please fill this in."));
    expect(wrong.text).not.toContain(PASSWORD);
    expect(await hasAuthenticator(ada.id)).toBe(true);
    expect(await countRecoveryCodes(ada.id)).toBe(10);
  });

  test("is nothing that somebody else can do", async () => {
    const { ada, grace, secret } = await scene();
    await hasApp(grace);
    const graces = as(grace);
    const answer = await graces.delete(APP);
    expect(answer.status).toBe(422);
    await graces.post(APP, { _method: "DELETE", password: PASSWORD, code: codeOf(secret) });
    expect([await hasAuthenticator(ada.id), await hasAuthenticator(grace.id)]).toEqual([true, true]);
  });
});

describe("new recovery codes", () => {
  test("are made on demand, for oneself", async () => {
    const { ada, grace } = await people();
    const { codes: old } = await hasApp(ada);
    const browser = as(ada);
    await browser.get("/settings/security/recovery-codes");
    const page = await browser.submit("Make new codes");
    const codes = page.texts(".codes li");
    expect(codes).toHaveLength(10);
    expect(codes.filter((code) => old.includes(code))).toEqual([]);

    expect((await as(grace).post("/settings/security/recovery-codes")).lead).toBe(APP);
    expect((await as(grace).get("/settings/security/recovery-codes")).lead).toBe(APP);
    expect((await signedOut().post("/settings/security/recovery-codes")).lead).toContain("/login");
    await provedLongAgo(ada);
    expect((await browser.post("/settings/security/recovery-codes")).lead).toContain("/prove");
    expect(await db.$count(recoveryCodes)).toBe(10);
  });
});
