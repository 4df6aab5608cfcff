import { expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { sessions, users } from "../../db/schema.ts";
import { leave } from "../../src/domain/leaving.ts";
import { suspend, unsuspend } from "../../src/domain/suspension.ts";
import { as, signedOut } from "../support/client.ts";
import { PASSWORD, people } from "../support/people.ts";

const ORIGIN = { address: "", userAgent: "" };
const REASON = "Advertising, after two warnings <b>\nSee example.org/rules";

/** ada is suspended; a browser at the sign-in page. */
async function atTheDoor() {
  const { ada } = await people();
  await suspend(ada.id, REASON, ORIGIN);
  const browser = signedOut();
  await browser.get("/login");
  return { ada, browser };
}

const signIn = (browser: ReturnType<typeof signedOut>, password = PASSWORD) =>
  browser.submit("Sign in", { username: "ada", password });

test("a suspended person is told why in place of a session", async () => {
  const { browser } = await atTheDoor();

  const answer = await signIn(browser);

  expect(answer.status).toBe(403);
  expect(answer.title).toStartWith("Your account is suspended");
  expect(answer.texts("main blockquote")).toEqual([REASON]);
  expect(answer.all("main blockquote b")).toEqual([]);
  expect(answer.headers.get("Cache-Control")).toBe("private, no-store");
  expect(answer.setCookie("session")).toBeUndefined();
  expect(await db.$count(sessions)).toBe(0);
  expect((await browser.get("/settings/profile")).lead).toStartWith("/login");
});

test("in their own language, whatever the browser's", async () => {
  const { ada, browser } = await atTheDoor();
  await db.update(users).set({ locale: "es", theme: "dark" }).where(eq(users.id, ada.id));

  const { document, text } = await signIn(browser);

  expect(document.documentElement.lang).toBe("es");
  expect(text).toContain("Tu cuenta está suspendida");
  expect(text).not.toMatch(/undefined|\uFFFC/);
});

test("a wrong password learns nothing", async () => {
  const { browser } = await atTheDoor();
  const answer = await signIn(browser, "guess");
  const stranger = signedOut();
  await stranger.get("/login");
  const nobody = await stranger.submit("Sign in", { username: "nobody", password: "guess" });

  expect(answer.status).toBe(422);
  expect(answer.text).toBe(nobody.text.replaceAll("nobody", "ada"));
});

test("whoever was signed in is so no longer, and comes in again once it is undone", async () => {
  const { ada } = await people();
  const browser = as(ada);
  expect((await browser.get("/settings/profile")).status).toBe(200);
  await suspend(ada.id, REASON, ORIGIN);

  expect((await browser.get("/settings/profile")).lead).toStartWith("/login");
  expect((await browser.post("/posts", { body: "Hello" })).lead).toStartWith("/login");

  await unsuspend(ada.id, ORIGIN);
  await browser.get("/login");
  await signIn(browser);
  expect((await browser.follow()).notice).toBe("You are signed in.");
});

test("signing in keeps no account of somebody who is suspended", async () => {
  const { ada } = await people();
  await leave(ada, { username: "ada", password: PASSWORD }, ORIGIN);
  await suspend(ada.id, REASON, ORIGIN);
  const browser = signedOut();
  await browser.get("/login");

  expect((await signIn(browser)).status).toBe(403);

  const [row] = await db.select().from(users).where(eq(users.id, ada.id));
  expect(row).toMatchObject({ leavesAt: expect.any(Date), hidden: true });
});
