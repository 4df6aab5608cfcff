import { beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { securityEvents, users } from "../../db/schema.ts";
import { authenticate } from "../../src/domain/accounts.ts";
import { as, type Client, signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { PASSWORD, people } from "../support/people.ts";
import { postOffice, useMail } from "../support/smtp.ts";

const office = postOffice();

const NEW = "ladies of the lake";
const both = { password: NEW, passwordConfirm: NEW };

let cast: Awaited<ReturnType<typeof people>>;
let browser: Client;

beforeEach(async () => {
  cast = await people();
  browser = as(cast.ada);
  await browser.get("/settings/account");
});

const addressOf = async ({ id }: { id: number }) =>
  (await db.select().from(users).where(eq(users.id, id)))[0]?.email;

const changeAddress = (email: string, currentPassword = PASSWORD) =>
  browser.submit("Change address", { email, currentPassword });

describe("the address", () => {
  test("changes when the new one is confirmed; both are told", async () => {
    expect((await changeAddress("countess@example.org")).lead).toBe("/settings/account");
    const page = await browser.follow();
    expect(page.notice).toBe("Almost: a mail with a link is on its way to your new address.");
    expect(page.texts("form.reminder p").join()).toContain("countess@example.org, waits to be confirmed");
    expect(await addressOf(cast.ada)).toBe("ada@example.org");
    await runJobs();

    const told = office.last("ada@example.org");
    expect(told.text).toContain("countess@example.org become the address of your account");
    expect(told.text).not.toContain("/confirm-email/");
    await browser.get(office.last("countess@example.org").link);
    await browser.submit("Yes, confirm it");

    expect((await browser.follow()).notice).toBe("Your new address is in effect.");
    expect(await addressOf(cast.ada)).toBe("countess@example.org");
    expect(await authenticate("countess@example.org", PASSWORD)).toBe(cast.ada.id);
    expect(await authenticate("ada@example.org", PASSWORD)).toBeNull();
    expect(await db.select().from(securityEvents)).toMatchObject([{ kind: "emailChanged" }]);
    await runJobs();
    expect(office.last("countess@example.org").text).toContain("This is the address of your account");
  });

  test.each([
    [
      "another's address",
      "GRACE@example.org",
      PASSWORD,
      "email",
      "There is already an account with this address.",
    ],
    ["one's own", "Ada@example.org", PASSWORD, "email", "This is your address already."],
    ["none", "", PASSWORD, "email", "Please fill this in."],
    ["a bad one", "countess", PASSWORD, "email", "This does not look like an email address."],
    ["throw-away mail", "a@mailinator.com", PASSWORD, "email", /^Addresses of this kind/],
    [
      "a wrong password",
      "countess@example.org",
      "wrong password",
      "currentPassword",
      "This is not your password.",
    ],
    ["no password", "countess@example.org", "", "currentPassword", "Please fill this in."],
  ])("stays with %s", async (_, email, currentPassword, field, problem) => {
    const answer = await changeAddress(email, currentPassword);
    expect(answer.status).toBe(422);
    expect(answer.problem(field)).toMatch(problem);
    expect(answer.value("email")).toBe(email);
    expect(answer.text).not.toContain(PASSWORD);
    await runJobs();
    expect(office.mails).toEqual([]);
  });

  test("a wrong password says nothing of whose address it is", async () => {
    const answer = await changeAddress("grace@example.org", "wrong password");
    expect(answer.problem("email")).toBeNull();
  });

  test("that somebody else took in the meantime is not taken from them", async () => {
    await changeAddress("countess@example.org");
    await runJobs();
    const taken = { email: "countess@example.org", emailKey: "countess@example.org" };
    await db.update(users).set(taken).where(eq(users.id, cast.grace.id));

    await browser.get(office.last("countess@example.org").link);
    await browser.submit("Yes, confirm it");

    expect((await browser.follow()).notice).toStartWith("Somebody else has this address by now.");
    expect(await addressOf(cast.ada)).toBe("ada@example.org");
  });

  test("a new one may be forgotten, and its link is dead", async () => {
    await changeAddress("countess@example.org");
    await runJobs();
    await browser.follow();
    await browser.submit("Forget the new address");

    expect((await browser.follow()).notice).toBe("Your address stays as it is.");
    expect(browser.page?.all("form.reminder")).toEqual([]);
    expect((await browser.post(office.last("countess@example.org").link)).status).toBe(404);
    expect(await addressOf(cast.ada)).toBe("ada@example.org");
  });

  test("that was never confirmed is told nothing: it may be a stranger's", async () => {
    await db.update(users).set({ emailConfirmedAt: null }).where(eq(users.id, cast.ada.id));
    await changeAddress("countess@example.org");
    await runJobs();
    expect(office.mails.map(({ to }) => to)).toEqual([["countess@example.org"]]);

    await browser.post(office.last("countess@example.org").link);
    expect((await browser.get("/")).all("#composer")).toHaveLength(1);
  });

  test("a link to a new password, sent to the former one, dies with it", async () => {
    await signedOut().post("/password-reset", { email: "ada@example.org" });
    await changeAddress("countess@example.org");
    await runJobs();
    await browser.post(office.last("countess@example.org").link);
    const reset = office.to("ada@example.org").find(({ link }) => link.startsWith("/password-reset/"));
    expect((await signedOut().get(reset?.link ?? "")).status).toBe(404);
  });

  test("changes at once where there is no mail", async () => {
    useMail(undefined);
    await changeAddress("countess@example.org");
    const page = await browser.follow();
    useMail(office.url());
    expect(page.notice).toBe("Your new address is in effect.");
    expect(await addressOf(cast.ada)).toBe("countess@example.org");
  });
});

describe("the password", () => {
  const change = (fields = {}) =>
    browser.submit("Change password", { currentPassword: PASSWORD, ...both, ...fields });

  test("changes, keeps this session and ends the others", async () => {
    const elsewhere = as(cast.ada);
    await elsewhere.get("/");
    const grace = as(cast.grace);
    await grace.get("/");

    expect((await change()).lead).toBe("/settings/account");

    expect((await browser.follow()).notice).toBe(
      "Your new password is saved. Your other devices are signed out.",
    );
    expect((await elsewhere.get("/settings/profile")).status).toBe(303);
    expect((await grace.get("/settings/profile")).status).toBe(200);
    expect(await authenticate("ada", NEW)).toBe(cast.ada.id);
    expect(await authenticate("ada", PASSWORD)).toBeNull();
    expect(await db.select().from(securityEvents)).toMatchObject([{ kind: "passwordChanged" }]);
    await runJobs();
    expect(office.last("ada@example.org").text).toContain("Your password was changed.");
  });

  test.each([
    [
      "a wrong present one",
      { currentPassword: "wrong password" },
      "currentPassword",
      "This is not your password.",
    ],
    ["none", { currentPassword: "" }, "currentPassword", "Please fill this in."],
    ["a short one", { password: "short" }, "password", "Please use at least 8 characters."],
    ["a common one", { password: "trustno1", passwordConfirm: "trustno1" }, "password", /^Too many people/],
    [
      "the address",
      { password: "ada@example.org", passwordConfirm: "ada@example.org" },
      "password",
      /your address/,
    ],
    ["unequal ones", { passwordConfirm: "lilies" }, "passwordConfirm", "The two passwords differ."],
  ])("stays with %s", async (_, fields, field, problem) => {
    const answer = await change(fields);
    expect(answer.status).toBe(422);
    expect(answer.problem(field)).toMatch(problem);
    expect(answer.text).not.toContain(NEW);
    expect(await authenticate("ada", PASSWORD)).toBe(cast.ada.id);
    await runJobs();
    expect(office.mails).toEqual([]);
  });

  test("two changes at once leave one of them, and it is the one that was said to be saved", async () => {
    const there = as(cast.ada);
    const form = (password: string) => ({ currentPassword: PASSWORD, password, passwordConfirm: password });
    const answers = await Promise.all([
      browser.post("/settings/account/password", form(NEW)),
      there.post("/settings/account/password", form(`${NEW}s`)),
    ]);
    const saved = answers.map(({ lead }) => lead === "/settings/account");
    expect(saved.toSorted()).toEqual([false, true]);
    expect(await authenticate("ada", saved[0] ? NEW : `${NEW}s`)).toBe(cast.ada.id);
  });
});

test("the page is for those who are signed in", async () => {
  expect((await signedOut().get("/settings/account")).lead).toBe("/login?next=%2Fsettings%2Faccount");
});

test("tells password managers what is what", async () => {
  const kinds = browser.page
    ?.all("main input[autocomplete]")
    .map((input) => input.getAttribute("autocomplete"));
  const current = "current-password";
  expect(kinds).toEqual(["email", current, "username", current, "new-password", "new-password"]);
});
