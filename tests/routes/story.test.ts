/** One person's first evening, without JavaScript: only by the links and forms that the pages offer. */
import { expect, test } from "bun:test";
import { trim } from "../../src/domain/home-upkeep.ts";
import { PAGE_SIZE } from "../../src/domain/page.ts";
import { findProfile } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { type Client, signedOut } from "../support/client.ts";
import { runJobs } from "../support/jobs.ts";
import { PASSWORD, people } from "../support/people.ts";

test("mary registers, writes, corrects, deletes, follows, reads to the end and leaves", async () => {
  const { grace } = await people();
  for (let number = 1; number <= 2 * PAGE_SIZE + 5; number++)
    await publish(grace, { body: `Grace ${number}` });
  const browser = signedOut();

  await browser.get("/");
  await browser.click("Register");
  const registration = {
    ...{ username: "mary", email: "mary@example.org" },
    ...{ password: PASSWORD, passwordConfirm: PASSWORD },
  };
  await submit(browser, "Create my account", registration);
  expect(browser.page?.notice).toBe("Welcome! Your account is ready.");

  await submit(browser, "Publish", { body: "Helo" });
  await browser.click("Edit");
  await submit(browser, "Save", { body: "Hello" });
  expect(browser.page?.posts).toEqual(["Hello"]);
  await browser.click("Delete");
  await submit(browser, "Delete it");
  expect(browser.page?.posts).toEqual([]);
  await submit(browser, "Publish", { body: "Hello again" });

  await browser.click("Explore");
  await browser.click("Grace Hopper @grace");
  await submit(browser, "Follow Grace Hopper");
  await browser.click("Home");
  await runJobs();
  await raiseFloor("mary");
  const read = [...(browser.page?.posts ?? [])];
  while (browser.page?.offers("Older posts")) read.push(...(await browser.click("Older posts")).posts);
  const all = Array.from({ length: 2 * PAGE_SIZE + 5 }, (_, index) => `Grace ${index + 1}`);
  expect(read).toEqual([...all, "Hello again"].reverse());

  await submit(browser, "Sign out");
  expect(browser.page?.notice).toBe("You are signed out.");
  expect(browser.page?.offers("Sign in")).toBe(true);
});

/** Submits a form and goes where the answer leads to. */
async function submit(browser: Client, button: string, values?: Record<string, string>) {
  expect((await browser.submit(button, values)).status).toBe(303);
  await browser.follow();
}

/** What housekeeping does for someone with very many rows: below this the posts themselves are read. */
async function raiseFloor(username: string) {
  const reader = await findProfile(username, null);
  if (reader) await trim(reader.id, PAGE_SIZE + 1);
}
