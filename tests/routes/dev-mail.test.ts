import { afterEach, expect, test } from "bun:test";
import { env } from "../../src/env.ts";
import { signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { PASSWORD, people } from "../support/people.ts";
import { useMail } from "../support/smtp.ts";

afterEach(() => {
  env.NODE_ENV = "test";
  useMail(undefined);
});

const MARY = { username: "mary", email: "mary@example.org", password: PASSWORD, passwordConfirm: PASSWORD };

test("in development mail lands in a mailbox, and its links work; nobody must confirm anything", async () => {
  await people();
  env.NODE_ENV = "development";
  const browser = signedOut();
  await browser.post("/register", MARY);
  await runJobs();
  expect((await browser.post("/posts", { body: "Hello" })).status).toBe(303);

  const mailbox = await browser.get("/dev/mail");
  expect(mailbox.texts("main summary strong")).toEqual(["Please confirm your address"]);
  expect(mailbox.texts("main pre").join()).toContain("Hello mary,");
  await browser.click("Follow the link");
  await browser.submit("Yes, confirm it");
  expect((await browser.follow()).notice).toBe("Your address is confirmed. Thank you!");
});

test.each(["test", "production"] as const)("there is no mailbox in %s", async (mode) => {
  env.NODE_ENV = mode;
  expect((await signedOut().get("/dev/mail")).status).toBe(404);
});

test("nor where a mail server is named", async () => {
  env.NODE_ENV = "development";
  useMail("smtp://127.0.0.1:1");
  expect((await signedOut().get("/dev/mail")).status).toBe(404);
});
