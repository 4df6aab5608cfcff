import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { dataImports, jobs, posts, securityEvents, tokens, users } from "../../db/schema.ts";
import { issueToken } from "../../src/domain/tokens.ts";
import { archiveOfPosts } from "../support/archives.ts";
import { as, signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { PASSWORD, people } from "../support/people.ts";
import { postOffice, useMail } from "../support/smtp.ts";

const office = postOffice();

const MARY = { username: "mary", email: "mary@example.org", password: PASSWORD, passwordConfirm: PASSWORD };

/** mary has registered; her browser, and the link that she was sent. */
async function registered() {
  const cast = await people();
  const browser = signedOut();
  await browser.get("/register");
  await browser.submit("Create my account", MARY);
  await browser.follow();
  await runJobs();
  return { ...cast, browser, link: office.last(MARY.email).link };
}

const mary = async () => (await db.select().from(users).where(eq(users.username, "mary")))[0];

test("a newcomer reads and follows, and writes once the address is confirmed", async () => {
  const { browser, link } = await registered();
  expect(browser.page?.texts("main form.reminder p")).toEqual([
    "Your address is not confirmed yet. We sent you a link.",
  ]);
  expect(browser.page?.all("#composer")).toEqual([]);
  await browser.get("/@grace");
  expect((await browser.submit("Follow Grace Hopper")).status).toBe(303);

  await browser.get(link);
  expect(browser.page?.texts("main .lead")).toEqual(["Is mary@example.org your address?"]);
  expect((await mary())?.emailConfirmedAt).toBeNull(); // looking changes nothing
  await browser.submit("Yes, confirm it");

  const home = await browser.follow();
  expect(home.notice).toBe("Your address is confirmed. Thank you!");
  expect(home.all("form.reminder")).toEqual([]);
  expect((await browser.submit("Publish", { body: "Hello" })).status).toBe(303);
  expect(await db.$count(posts)).toBe(1);
  const events = await db.select({ kind: securityEvents.kind }).from(securityEvents);
  expect(events.map(({ kind }) => kind)).toEqual(["signedIn", "emailConfirmed"]);
});

test("until then no archive is imported either", async () => {
  const { browser } = await registered();
  const form = new FormData();
  form.set("archive", new File([archiveOfPosts([])], "archive.zip"));
  expect((await browser.send("POST", "/settings/export/import", form)).status).toBe(403);
  expect(await db.$count(dataImports)).toBe(0);
});

test("until then a post is refused in words, and stays where it was written", async () => {
  const { browser } = await registered();

  const page = await browser.post("/posts", { body: "Hello" });
  expect(page.status).toBe(403);
  expect(page.texts("h1")).toEqual(["Not yet"]);
  expect(page.offers("Send it again")).toBe(true);

  const part = await browser.post("/posts", { body: "Hello" }, { partial: true });
  expect(part.status).toBe(403);
  expect(part.text).toContain("Please confirm your address first");
  expect(part.headers.get("HX-Retarget")).toBe("#messages");
  expect(await db.$count(posts)).toBe(0);
});

test("the link works on another device too, where nobody is signed in", async () => {
  const { link } = await registered();
  const telephone = signedOut();
  await telephone.get(link);
  expect((await telephone.submit("Yes, confirm it")).lead).toBe("/login");
  expect((await telephone.follow()).notice).toBe("Your address is confirmed. Thank you!");
  expect((await mary())?.emailConfirmedAt).not.toBeNull();
});

test("another link is sent when asked for, one at a time, and the former is dead", async () => {
  const { browser, link } = await registered();
  await browser.get("/explore");
  for (let click = 0; click < 3; click++) await browser.post("/confirm-email");
  expect((await browser.follow()).notice).toBe("A mail with a link is on its way to you.");
  expect(await db.$count(jobs, eq(jobs.kind, "mail"))).toBe(1);
  await runJobs();

  expect(office.to(MARY.email)).toHaveLength(2);
  expect((await browser.get(link)).status).toBe(404);
  expect((await browser.get(office.last(MARY.email).link)).status).toBe(200);
});

test("who has nothing to confirm is sent nothing", async () => {
  const { ada } = await people();
  expect((await as(ada).post("/confirm-email")).status).toBe(303);
  await runJobs();
  expect(office.mails).toEqual([]);
});

describe("a link", () => {
  async function expectDead(path: string, browser = signedOut()) {
    for (const answer of [await browser.get(path), await browser.post(path)]) {
      expect(answer.status).toBe(404);
      expect(answer.texts("h1")).toEqual(["This link no longer works"]);
    }
    expect((await mary())?.emailConfirmedAt).toBeNull();
  }

  test("that is cut short, made up or for something else is dead", async () => {
    const { link, ada } = await registered();
    const other = await issueToken(db, "password-reset", ada.id);
    for (const path of [
      link.slice(0, -1),
      `${link}x`,
      `/confirm-email/${"A".repeat(43)}`,
      `/confirm-email/${other}`,
    ])
      await expectDead(path);
  });

  test("that ran out after a day is dead", async () => {
    const { link } = await registered();
    const [token] = await db.select().from(tokens);
    expect(((token?.expiresAt.getTime() ?? 0) - Date.now()) / 3600_000).toBeWithin(23.9, 24.01);
    await db.update(tokens).set({ expiresAt: new Date(Date.now() - 1000) });
    await expectDead(link);
  });

  test("that is dead offers its owner a new one, and others the way to sign in", async () => {
    const { browser, link } = await registered();
    expect((await browser.get(`${link}x`)).offers("Send a new link")).toBe(true);
    expect((await browser.submit("Send a new link")).status).toBe(303);
    expect((await signedOut().get(`${link}x`)).offers("Sign in")).toBe(true);
  });

  test("that was used is dead", async () => {
    const { browser, link } = await registered();
    await browser.get(link);
    await browser.submit("Yes, confirm it");
    expect((await browser.post(link)).status).toBe(404);
  });

  test("confirms its own person's address, whoever follows it", async () => {
    const { grace, link } = await registered();
    await db.update(users).set({ emailConfirmedAt: null });
    await as(grace).post(link);
    const confirmed = (await db.select().from(users)).filter(({ emailConfirmedAt }) => emailConfirmedAt);
    expect(confirmed.map(({ username }) => username)).toEqual(["mary"]);
  });

  test("for an address that is no longer theirs is dead", async () => {
    const { link } = await registered();
    await db.update(users).set({ email: "m@example.org" }).where(eq(users.username, "mary"));
    expect((await signedOut().post(link)).status).toBe(404);
    expect((await mary())?.emailConfirmedAt).toBeNull();
  });
});

test("addresses of throw-away mail are refused, and what was typed stays", async () => {
  await people();
  const answer = await signedOut().post("/register", { ...MARY, email: "mary@box.mailinator.com" });
  expect(answer.status).toBe(422);
  expect(answer.problem("email")).toBe("Addresses of this kind last too short a time. Please use another.");
  expect(answer.value("email")).toBe("mary@box.mailinator.com");
  expect(answer.text).not.toContain(PASSWORD);
  expect(await db.$count(users)).toBe(3);
});

test("where there is no mail, nobody is asked to confirm anything", async () => {
  await people();
  useMail(undefined);
  const browser = signedOut();
  await browser.post("/register", MARY);
  const home = await browser.get("/");
  const published = await browser.post("/posts", { body: "Hello" });
  await runJobs();
  useMail(office.url());

  expect(home.all("form.reminder")).toEqual([]);
  expect(published.status).toBe(303);
  expect(office.mails).toEqual([]);
  expect((await mary())?.emailConfirmedAt).not.toBeNull(); // nor later, when there is
});
