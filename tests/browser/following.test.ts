import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { follow } from "../../src/domain/follows.ts";
import { browser, focused, gone, shown } from "../support/browser.ts";
import { people } from "../support/people.ts";

const story = browser();

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const link = (page: Page, name: string) => page.getByRole("link", { name });

story("grace follows ada, and no longer", async ({ page, javaScript, signIn }) => {
  const { grace } = await people();
  await signIn(page, grace);
  await page.goto("/@ada");
  await shown(link(page, "0 followers"));

  await button(page, "Follow Ada Lovelace").click();
  await shown(button(page, "Unfollow Ada Lovelace"));
  await shown(link(page, "1 follower"));
  if (javaScript) await focused(button(page, "Unfollow Ada Lovelace"));
  else await shown(page.getByText("You follow this person now."));

  await link(page, "1 follower").click();
  await shown(page.getByRole("heading", { name: "People who follow Ada Lovelace" }));
  await shown(page.getByRole("listitem").filter({ hasText: "Grace Hopper" }));

  await page.goto("/@ada");
  await button(page, "Unfollow Ada Lovelace").click();
  await shown(button(page, "Follow Ada Lovelace"));
  await shown(link(page, "0 followers"));
  await page.reload();
  await shown(link(page, "0 followers"));
});

story(
  "grace tidies up the list of those she follows",
  { width: 390 },
  async ({ page, javaScript, signIn }) => {
    const { ada, grace, linus } = await people();
    await follow(grace, ada);
    await follow(grace, linus);
    await signIn(page, grace);
    await page.goto("/@grace");
    await link(page, "2 following").click();

    await button(page, "Unfollow Linus Pauling").click();
    // In place the row stays, for a change of mind; a page that is loaded again has it no longer.
    if (javaScript) await shown(button(page, "Follow Linus Pauling"));
    else await gone(page.getByText("Linus Pauling"));
    await shown(button(page, "Unfollow Ada Lovelace"));
    await link(page, "Back to the profile").click();
    await shown(link(page, "1 following"));
  },
);

story("grace follows ada in two tabs and is one follower", async ({ page, javaScript, signIn }) => {
  const { grace } = await people();
  await signIn(page, grace);
  const other = await page.context().newPage();
  await page.goto("/@ada");
  await other.goto("/@ada");

  await button(page, "Follow Ada Lovelace").click();
  await shown(button(page, "Unfollow Ada Lovelace"));
  if (javaScript) {
    await look(other);
  } else {
    await button(other, "Follow Ada Lovelace").click();
  }
  await shown(button(other, "Unfollow Ada Lovelace"));
  await shown(link(other, "1 follower"));
});

story(
  "a list that was left knows what grace did since",
  { javaScript: true, memory: true },
  async (scene) => {
    const { page, signIn } = scene;
    const { ada, grace, linus } = await people();
    await follow(linus, ada);
    await signIn(page, grace);
    await page.goto("/@linus/following");
    await link(page, "Ada Lovelace").click();
    await button(page, "Follow Ada Lovelace").click();
    await shown(button(page, "Unfollow Ada Lovelace"));

    const requested: string[] = [];
    page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    await page.goBack({ waitUntil: "commit" });
    await shown(page.getByRole("heading", { name: "People whom Linus Pauling follows" }));
    await shown(button(page, "Unfollow Ada Lovelace"));
    expect(requested).toEqual(["/@ada/follow"]);
  },
);

story("grace is told when following did not work", { javaScript: true, mishaps: [503] }, async (scene) => {
  const { page, signIn } = scene;
  const { grace } = await people();
  await signIn(page, grace);
  await page.goto("/@ada");
  await page.route("**/follow", (route) => route.fulfill({ status: 503, body: "" }));
  await button(page, "Follow Ada Lovelace").click();
  await shown(page.getByRole("status").getByText("Please try again"));

  await page.unroute("**/follow");
  await button(page, "Follow Ada Lovelace").click();
  await shown(link(page, "1 follower"));
  await gone(page.getByRole("status").getByText("Please try again"));
});

/** As when someone turns to this tab: Chromium without a window sees all tabs all the time. */
const look = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
