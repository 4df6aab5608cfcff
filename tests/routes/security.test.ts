import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { securityEvents, sessions } from "../../db/schema.ts";
import { noteFailure, noteSecurityEvent, securityEventsOf } from "../../src/domain/security-events.ts";
import { as, type Client, signedOut } from "../support/client.ts";
import { PASSWORD, people } from "../support/people.ts";
import { provedLongAgo } from "../support/security.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

const isSignedIn = async (browser: Client) => (await browser.get("/settings/profile")).status === 200;
const login = (browser: Client, fields = {}, headers = {}) =>
  browser.post("/login", { username: "ada", password: PASSWORD, ...fields }, { headers });
const rows = (answer: { texts(selector: string): string[] }) => answer.texts(".rows li");

/** ada on her desk and on her telephone, grace somewhere. */
async function scene() {
  const { ada, grace } = await people();
  const [desk, telephone, graces] = [signedOut(), signedOut(), as(grace)];
  await login(telephone, {}, { "User-Agent": IPHONE });
  await login(desk, {}, { "User-Agent": FIREFOX });
  await graces.get("/");
  return { ada, grace, desk, telephone, graces };
}

const sessionsOfPerson = (person: { id: number }) =>
  db.select().from(sessions).where(eq(sessions.userId, person.id));

describe("sessions", () => {
  test("are listed by device, the present one first to be told from others", async () => {
    const { ada, desk } = await scene();
    await db.update(sessions).set({ address: "2001:db8:7:1::9" }).where(eq(sessions.userAgent, IPHONE));
    await db.update(sessions).set({ address: "192.0.2.77" }).where(eq(sessions.userAgent, FIREFOX));
    const page = await desk.get("/settings/security");
    const [here, there] = rows(page);
    expect(here).toMatch(/^Firefox on Linux This one\s*192\.0\.2\.0\/24 · since now · last seen now/);
    expect(there).toMatch(/^Safari on iOS\s*2001:db8:7::\/48/);
    expect(page.text).not.toContain("192.0.2.77");
    for (const { tokenHash } of await sessionsOfPerson(ada)) {
      expect(page.text).not.toContain(tokenHash.toString("hex"));
    }
  });

  test("are told in the reader's language", async () => {
    const { desk } = await scene();
    const page = await desk.get("/settings/security", { headers: { "Accept-Language": "es" } });
    expect(page.text).toContain("Firefox en Linux");
  });

  test("one is ended from another, and is over at once", async () => {
    const { ada, desk, telephone, graces } = await scene();
    await desk.get("/settings/security");
    await desk.submit("End the session: Safari on iOS");
    expect((await desk.follow()).notice).toBe("The session is ended.");
    expect(await isSignedIn(telephone)).toBe(false);
    expect(await isSignedIn(desk)).toBe(true);
    expect(await isSignedIn(graces)).toBe(true);
    expect((await securityEventsOf(ada.id)).items[0]).toMatchObject({ kind: "sessionEnded" });
  });

  test("all others are ended at once", async () => {
    const { desk, telephone, graces } = await scene();
    await desk.get("/settings/security");
    await desk.submit("End all others");
    expect((await desk.follow()).notice).toBe("All other sessions are ended.");
    expect(await isSignedIn(telephone)).toBe(false);
    expect(await isSignedIn(desk)).toBe(true);
    expect(await isSignedIn(graces)).toBe(true);
  });

  test("of somebody else, and those that are none, are not there", async () => {
    const { ada, graces, desk } = await scene();
    for (const { publicId } of await sessionsOfPerson(ada)) {
      expect((await graces.delete(`/settings/security/sessions/${publicId}`)).status).toBe(404);
    }
    for (const none of ["x", "%00", "' or 1=1"]) {
      expect((await graces.delete(`/settings/security/sessions/${encodeURIComponent(none)}`)).status).toBe(
        404,
      );
    }
    await graces.delete("/settings/security/sessions");
    expect(await isSignedIn(desk)).toBe(true);
    expect(await sessionsOfPerson(ada)).toHaveLength(2);
  });

  test("keep when and where they were seen, once in ten minutes", async () => {
    const { desk } = await scene();
    const seen = async () =>
      (await db.select().from(sessions).where(eq(sessions.userAgent, FIREFOX)))[0]?.lastSeenAt.getTime() ?? 0;
    const longAgo = new Date(Date.now() - 11 * 60_000);
    const lately = new Date(Date.now() - 9 * 60_000);

    await db.update(sessions).set({ lastSeenAt: lately });
    await desk.get("/");
    expect(await seen()).toBe(lately.getTime());

    await db.update(sessions).set({ lastSeenAt: longAgo });
    await desk.get("/");
    expect(await seen()).toBeGreaterThan(lately.getTime());
    expect(await db.$count(sessions, eq(sessions.lastSeenAt, longAgo))).toBe(2); // the others stay as they were
  });
});

describe("security events", () => {
  /** What is noted after the answer, so that nobody waits for it. */
  async function noted(person: { id: number }, count: number) {
    for (const until = Date.now() + 15_000; Date.now() < until; await Bun.sleep(5)) {
      const { items } = await securityEventsOf(person.id);
      if (items.length >= count) return items;
    }
    throw new Error(`There were never ${count} events.`);
  }

  test("tell who came in, and who did not", async () => {
    const { ada } = await people();
    const browser = signedOut();
    await login(browser, { password: "wrong password" }, { "User-Agent": IPHONE });
    await login(browser, { username: "ada@example.org", password: "wrong" }, { "User-Agent": IPHONE });
    await noted(ada, 2);
    await login(browser, {}, { "User-Agent": FIREFOX });

    const page = await browser.get("/settings/security/events");
    expect(rows(page)).toEqual([
      "Signed inFirefox on Linux · unknown place · now",
      "Wrong passwordSafari on iOS · unknown place · now",
      "Wrong passwordSafari on iOS · unknown place · now",
    ]);
  });

  test("of an account that is not there are nowhere, and the answers are alike", async () => {
    const { ada } = await people();
    const answers = [];
    for (const username of ["ada", "nobody"]) {
      answers.push(await login(signedOut(), { username, password: "wrong password" }));
    }
    expect(answers.map(({ status }) => status)).toEqual([422, 422]);
    expect(answers[1]?.text.replaceAll("nobody", "ada")).toBe(answers[0]?.text ?? "");
    await noted(ada, 1);
    await Bun.sleep(50);
    expect(await db.$count(securityEvents)).toBe(1);
  });

  test("are shown a page at a time, one's own only", async () => {
    const { ada, grace } = await people();
    for (let count = 0; count < 25; count++) {
      await noteSecurityEvent(db, ada.id, "passwordChanged", { address: "", userAgent: "" });
    }
    const browser = as(ada);
    const first = await browser.get("/settings/security/events");
    expect(rows(first)).toHaveLength(20);
    expect(rows(await browser.click("Earlier events"))).toHaveLength(5);
    expect(browser.page?.offers("Earlier events")).toBe(false);

    const graces = await as(grace).get("/settings/security/events?before=9007199254740991");
    expect(rows(graces)).toEqual([]);
    expect(graces.text).toContain("Nothing yet.");
    expect((await as(grace).get("/settings/security/events?before=x")).status).toBe(400);
  });

  test("of failures are noted twenty times an hour at most, each kind for itself", async () => {
    const { ada, grace } = await people();
    const origin = { address: "", userAgent: "" };
    for (let count = 0; count < 25; count++) await noteFailure(ada.id, "signInFailed", origin);
    await noteFailure(ada.id, "codeFailed", origin);
    await noteFailure(grace.id, "signInFailed", origin);
    expect(await db.$count(securityEvents, eq(securityEvents.userId, ada.id))).toBe(21);
    expect(await db.$count(securityEvents, eq(securityEvents.userId, grace.id))).toBe(1);
  });

  test("of a browser that calls itself something else are markup nowhere", async () => {
    const { ada } = await people();
    for (const userAgent of [
      "Mozilla/5.0 <script>alert(1)</script>",
      "<b>x</b>",
      "",
      "Mozilla/5.0 \u202Etxt/1 x",
    ]) {
      await noteSecurityEvent(db, ada.id, "signedIn", { address: "<b>", userAgent });
    }
    const page = await as(ada).get("/settings/security/events");
    expect(rows(page).map((row) => row.includes("An unknown device · unknown place"))).toEqual(
      Array(4).fill(true),
    );
    expect(page.text).not.toContain("<script>alert");
  });
});

describe("asking again", () => {
  const guarded = [
    "/settings/security/authenticator",
    "/settings/security/recovery-codes",
    "/settings/security/passkeys/new",
  ];

  test.each(guarded)("%s is shown to those who proved lately, and to others after they did", async (path) => {
    const { ada } = await people();
    const browser = signedOut();
    await login(browser);
    expect((await browser.get(path)).lead ?? "").not.toContain("/prove");

    await provedLongAgo(ada);
    const token = browser.cookies.get("session") ?? "";
    expect((await browser.get(path)).lead).toBe(`/prove?next=${encodeURIComponent(path)}`);
    const question = await browser.follow();
    expect(question.texts("h1")).toEqual(["Is it you?"]);

    const wrong = await browser.submit("Go on", { password: "wrong password" });
    expect(wrong.status).toBe(422);
    expect(wrong.problem("password")).toBe("This is not your password.");
    expect(wrong.value("password")).toBe("");
    expect((await browser.get(path)).lead).toContain("/prove");

    await browser.get(`/prove?next=${path}`);
    expect((await browser.submit("Go on", { password: PASSWORD })).lead).toBe(path);
    expect((await browser.get(path)).lead ?? "").not.toContain("/prove");

    expect(browser.cookies.get("session")).not.toBe(token);
    browser.cookies.set("session", token);
    expect(await isSignedIn(browser)).toBe(false);
  });

  test("leads from a form to the page it stood on, also from a part of a page", async () => {
    const { ada, desk, telephone } = await scene();
    await provedLongAgo(ada);
    await desk.get("/settings/security");
    expect((await desk.submit("End all others")).lead).toBe("/prove?next=%2Fsettings%2Fsecurity");
    const part = await desk.delete("/settings/security/sessions", { partial: true });
    expect(part.headers.get("HX-Redirect")).toBe("/prove?next=%2Fsettings%2Fsecurity");
    expect(await isSignedIn(telephone)).toBe(true);
  });

  test("a part of a page that is still under way with the old token signs nobody out", async () => {
    const { ada } = await people();
    const browser = as(ada);
    await browser.get("/");
    const old = browser.cookies.get("session") ?? "";
    await browser.post("/prove", { password: PASSWORD });
    const late = signedOut();
    late.cookies.set("session", old);
    expect((await late.get("/?since=7", { partial: true })).setCookie("session")).toBeUndefined();
    expect((await late.get("/")).setCookie("session")).toContain("Max-Age=0");
    expect(await isSignedIn(browser)).toBe(true);
  });

  test("does not ask those who have just proved it, nor lead anywhere else", async () => {
    const { ada } = await people();
    const browser = as(ada);
    expect((await browser.get("/prove?next=/settings/security")).lead).toBe("/settings/security");
    expect((await browser.get("/prove?next=//evil.example")).lead).toBe("/");
    const answer = await browser.post("/prove", { password: PASSWORD, next: "https://evil.example" });
    expect(answer.lead).toBe("/");
  });

  test("listens to no password after twenty wrong ones within the hour", async () => {
    const { ada } = await people();
    const browser = as(ada);
    for (let count = 0; count < 20; count++) {
      await noteFailure(ada.id, "proofFailed", { address: "", userAgent: "" });
    }
    const answer = await browser.post("/prove", { password: PASSWORD });
    expect(answer.status).toBe(422);
    expect(answer.texts("[role=alert]")).toEqual([
      "There were too many wrong tries. Please try again in an hour.",
    ]);
    expect((await login(signedOut())).status).toBe(303); // signing in is another matter
  });
});
