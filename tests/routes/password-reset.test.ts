import { describe, expect, test } from "bun:test";
import { db } from "../../db/client.ts";
import { securityEvents, sessions, tokens, users } from "../../db/schema.ts";
import { authenticate } from "../../src/domain/accounts.ts";
import { issueToken } from "../../src/domain/tokens.ts";
import { as, type Client, signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { PASSWORD, people } from "../support/people.ts";
import { postOffice, useMail } from "../support/smtp.ts";

const office = postOffice();

const NEW = "ladies of the lake";
const both = (password: string) => ({ password, passwordConfirm: password });

/** Asks for a link to ada's address and answers the path it leads to. */
async function ask(email = "ada@example.org"): Promise<string> {
  const browser = signedOut();
  await browser.get("/login");
  await browser.click("Forgot your password?");
  await browser.submit("Send the link", { email });
  await runJobs();
  return office.last(email.toLowerCase()).link;
}

const choose = (browser: Client, password = NEW) => browser.submit("Save the new password", both(password));

test("R07 a forgotten password is set anew by a link in a mail, which ends every session", async () => {
  const { ada, grace } = await people();
  const elsewhere = as(ada);
  await elsewhere.get("/");
  await as(grace).get("/");
  const link = await ask();
  expect(link).toMatch(/^\/password-reset\/[\w-]{43}$/);

  const browser = signedOut();
  expect((await browser.get(link)).headers.get("Cache-Control")).toBe("private, no-store");
  const answer = await choose(browser);

  expect(answer.lead).toBe("/login");
  expect((await browser.follow()).notice).toBe("Your new password is saved. Sign in with it now.");
  expect(await authenticate("ada", NEW)).toBe(ada.id);
  expect(await authenticate("ada", PASSWORD)).toBeNull();
  expect((await elsewhere.get("/settings/profile")).status).toBe(303);
  expect(await db.select().from(sessions)).toMatchObject([{ userId: grace.id }]);
  expect(await db.select().from(securityEvents)).toMatchObject([{ userId: ada.id, kind: "passwordReset" }]);
  await runJobs();
  expect(office.last("ada@example.org").text).toContain("Your password was set anew by a link");
});

test("R06 the answer is the same for an address that is nobody's", async () => {
  await people();
  const answers = [];
  for (const email of ["ada@example.org", "nobody@example.org"]) {
    const browser = signedOut();
    await browser.get("/password-reset");
    const { status, lead } = await browser.submit("Send the link", { email });
    const page = await browser.follow();
    answers.push([status, lead, page.status, page.text]);
  }

  expect(answers[0]).toEqual(answers[1]);
  expect(String(answers[0])).toContain("If this is the address of an account");
  await runJobs();
  expect(office.mails.map(({ to }) => to)).toEqual([["ada@example.org"]]);
});

test.each(["", "ada", "ada@", "ada@example.org\nBcc: mallory@example.org", "a,b@example.org"])(
  "what is no address is refused, whoever has it: %p",
  async (email) => {
    await people();
    const answer = await signedOut().post("/password-reset", { email });
    expect(answer.status).toBe(422);
    expect(answer.problem("email")).not.toBeNull();
  },
);

test("an address finds its owner in any spelling", async () => {
  await people();
  expect(await ask("ADA@Example.ORG")).toStartWith("/password-reset/");
});

describe("R07 a link", () => {
  /** The link leads to a page that says so, by GET and by POST, and changes nothing. */
  async function expectDead(link: string) {
    const browser = signedOut();
    const before = await db.select().from(users);
    for (const answer of [await browser.get(link), await browser.post(link, both(NEW))]) {
      expect(answer.status).toBe(404);
      expect(answer.texts("h1")).toEqual(["This link no longer works"]);
      expect(answer.offers("Ask for a new link")).toBe(true);
    }
    expect(await db.select().from(users)).toEqual(before);
  }

  test("works once", async () => {
    await people();
    const link = await ask();
    const browser = signedOut();
    await browser.get(link);
    await choose(browser);
    await expectDead(link);
  });

  test("works for one only, of two at once", async () => {
    await people();
    const link = await ask();
    const answers = await Promise.all([NEW, `${NEW}s`].map((each) => signedOut().post(link, both(each))));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404]);
  });

  test("lasts ten minutes", async () => {
    await people();
    const link = await ask();
    const [token] = await db.select().from(tokens);
    const minutes = ((token?.expiresAt.getTime() ?? 0) - Date.now()) / 60_000;
    expect(minutes).toBeWithin(9, 10.01);
    await db.update(tokens).set({ expiresAt: new Date(Date.now() - 1000) });
    await expectDead(link);
  });

  test("dies when the password changes", async () => {
    const { ada } = await people();
    const link = await ask();
    const browser = as(ada);
    await browser.get("/settings/account");
    await browser.submit("Change password", { currentPassword: PASSWORD, ...both(NEW) });
    await expectDead(link);
  });

  test("dies when a newer one is sent", async () => {
    await people();
    const link = await ask();
    await ask();
    await expectDead(link);
  });

  test("that is cut short, made up, or for something else is dead", async () => {
    const { ada } = await people();
    const link = await ask();
    const other = await issueToken(db, "confirm-email", ada.id, "ada@example.org");
    for (const path of [link.slice(0, -1), `${link}a`, `/password-reset/${"A".repeat(43)}`])
      await expectDead(path);
    await expectDead(`/password-reset/${other}`);
    for (const path of ["/password-reset/%00", "/password-reset/%FF", `/password-reset/${"a".repeat(9000)}`])
      expect((await signedOut().get(path)).status).toBe(404);
  });

  test("is of use to its owner only: another's account stays as it is", async () => {
    const { grace } = await people();
    const link = await ask();
    await signedOut().post(link, { ...both(NEW), username: "grace", userId: String(grace.id) });
    expect(await authenticate("grace", PASSWORD)).toBe(grace.id);
  });

  test.each([
    ["short", { password: "short" }, "password", "Please use at least 8 characters."],
    ["common", both("password"), "password", "Too many people use this password. Please choose another."],
    ["the user name", both("adalovelace"), "password", "The password must not be your user name."],
    ["unequal", { passwordConfirm: "lilies of the lake" }, "passwordConfirm", "The two passwords differ."],
  ])("still works after a password that is %s", async (_, changed, field, problem) => {
    await people();
    await db.update(users).set({ username: "adalovelace" });
    const link = await ask();
    const browser = signedOut();
    await browser.get(link);

    const answer = await browser.submit("Save the new password", { ...both(NEW), ...changed });

    expect(answer.status).toBe(422);
    expect(answer.problem(field)).toBe(problem);
    expect(answer.value("password")).toBe("");
    expect(answer.text).not.toContain(NEW);
    expect((await choose(browser)).lead).toBe("/login");
  });
});

test("the mail shows that the address is its owner's: it is confirmed by it", async () => {
  await people();
  await db.update(users).set({ emailConfirmedAt: null });
  const browser = signedOut();
  await browser.get(await ask());
  await choose(browser);
  const confirmed = (await db.select().from(users)).filter(({ emailConfirmedAt }) => emailConfirmedAt);
  expect(confirmed.map(({ username }) => username)).toEqual(["ada"]);
});

test("R08 who is signed in is sent away", async () => {
  const { ada } = await people();
  const link = await ask();
  for (const path of ["/password-reset", link]) {
    expect((await as(ada).get(path)).lead).toBe("/");
    expect((await as(ada).post(path, { email: "ada@example.org", ...both(NEW) })).lead).toBe("/");
  }
  expect(await authenticate("ada", PASSWORD)).toBe(ada.id);
});

test("without mail, the page says who can help", async () => {
  await people();
  useMail(undefined);
  const browser = signedOut();
  const page = await browser.get("/password-reset");
  const answer = await browser.post("/password-reset", { email: "ada@example.org" });
  useMail(office.url());

  expect(page.text).toContain("Whoever runs it can make you a link");
  expect(page.all("form[action='/password-reset']")).toEqual([]);
  expect(answer.lead).toBe("/password-reset");
});
