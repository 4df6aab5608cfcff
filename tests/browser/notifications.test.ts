import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { follow } from "../../src/domain/follows.ts";
import { publish } from "../../src/domain/posts.ts";
import { saveProfile } from "../../src/domain/profile.ts";
import { browser, focused, gone, shown } from "../support/browser.ts";
import { indexPeople, jobsDone } from "../support/jobs.ts";
import { people, person } from "../support/people.ts";

const story = browser();

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const link = (page: Page, name: string) => page.getByRole("link", { name });

story("ada reads who mentioned and who followed her", async ({ page, signIn }) => {
  const { ada, grace, linus } = await people();
  // Two jobs at once may tell her in either order.
  for (const happens of [
    () => follow(grace, ada),
    () => follow(linus, ada),
    () => publish(grace, { body: "Good morning, @ada!" }),
  ]) {
    await happens();
    await jobsDone();
  }
  await signIn(page, ada);

  await page.goto("/");
  await link(page, "Notifications 3 unread").click();
  await shown(page.getByRole("listitem").filter({ hasText: "New: Grace Hopper mentioned you." }));
  await shown(page.getByRole("article").filter({ hasText: "Good morning, @ada!" }));
  await shown(page.getByRole("listitem").filter({ hasText: "New: Linus Pauling and 1 other followed you." }));
  await gone(link(page, "unread"));

  await page.reload();
  await shown(page.getByRole("listitem").filter({ hasText: "Grace Hopper mentioned you." }));
  await gone(page.getByText("New:"));
});

story("ada marks everything as read, and goes on to what is older", async ({ page, javaScript, signIn }) => {
  const { ada, grace } = await people();
  for (let count = 1; count <= 21; count++) {
    await publish(grace, { body: `@ada ${count}` });
    if (count === 1) await jobsDone(); // the oldest is to be the first
  }
  await jobsDone();
  await signIn(page, ada);

  await page.goto("/notifications");
  if (!javaScript) {
    await shown(link(page, "Notifications 1 unread"));
    await button(page, "Mark all as read").click();
    await shown(page.getByText("Everything is marked as read."));
  }
  await link(page, "Older notifications").click();
  await shown(page.getByRole("article").filter({ hasText: /@ada 1$/ }));
  await page.goto("/");
  await gone(link(page, "unread"));
});

story("ada chooses what she is told", { width: 390 }, async ({ page, signIn }) => {
  const { ada, grace } = await people();
  await signIn(page, ada);
  await page.goto("/notifications");
  await link(page, "Choose what you are told").click();

  await page.getByRole("checkbox", { name: "Someone follows me" }).uncheck();
  await button(page, "Save").click();

  await shown(page.getByText("Your choices are saved."));
  expect(await page.getByRole("checkbox", { name: "Someone follows me" }).isChecked()).toBe(false);
  await follow(grace, ada);
  await jobsDone();
  await page.goto("/notifications");
  await shown(page.getByText("Nothing new."));
});

story("grace learns who it is before she goes there", { javaScript: true }, async ({ page, signIn }) => {
  const { ada, grace } = await people();
  await saveProfile(ada, { username: "ada", name: "Ada Lovelace", about: "Enchantress of numbers" });
  await publish(ada, { body: "Hello" });
  await signIn(page, grace);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.clock.install();
  await page.goto("/explore");
  const name = page.getByRole("article").getByRole("link", { name: "Ada Lovelace" });
  const card = page.locator(":popover-open");

  await page.clock.pauseAt(Date.now() + 3_600_000); // a busy machine is slower than a look that goes on
  await name.hover();
  await page.clock.runFor(200);
  await page.getByRole("heading", { name: "Explore" }).hover();
  await page.clock.runFor(500); // longer than a look has to rest
  await page.clock.resume();
  expect(asked.filter((path) => path.endsWith("/card"))).toEqual([]);

  await name.hover();
  await shown(card.getByText("Enchantress of numbers"));
  await card.getByRole("button", { name: "Follow Ada Lovelace" }).click();
  await shown(card.getByRole("link", { name: "1 follower" }));
  await page.keyboard.press("Escape");
  await gone(card);

  await page.getByRole("heading", { name: "Explore" }).hover();
  await name.hover();
  await shown(card.getByRole("button", { name: "Unfollow Ada Lovelace" }));
  await page.getByRole("heading", { name: "Explore" }).hover();
  await gone(card);

  expect(asked.filter((path) => path.endsWith("/card"))).toEqual(["/@ada/card"]);
});

story("grace looks with the keyboard, and goes on", { javaScript: true }, async ({ page, signIn }) => {
  const { ada, grace } = await people();
  await publish(ada, { body: "Hello" });
  await signIn(page, grace);
  await page.goto("/@ada/followers");
  await follow(grace, ada);
  await page.goto("/explore");
  const name = page.getByRole("article").getByRole("link", { name: "Ada Lovelace" });
  const card = page.locator(":popover-open");

  await page.keyboard.press("Tab");
  for (let tabs = 0; tabs < 20 && !(await name.and(page.locator(":focus")).count()); tabs++)
    await page.keyboard.press("Tab");
  await shown(card.getByRole("button", { name: "Unfollow Ada Lovelace" }));
  await page.keyboard.press("Tab");
  await focused(card.getByRole("button", { name: "Unfollow Ada Lovelace" }));
  for (let tabs = 0; tabs < 4; tabs++) await page.keyboard.press("Tab");
  await focused(page.getByRole("article").getByRole("link", { name: "now" }));
  await gone(card);
});

story("a name under a finger is a link", { javaScript: true, width: 390 }, async ({ page, signIn }) => {
  const { ada, grace } = await people();
  await publish(ada, { body: "Hello" });
  await signIn(page, grace);
  await page.goto("/explore");
  await page.getByRole("article").getByRole("link", { name: "Ada Lovelace" }).tap();
  await page.waitForURL("**/@ada");
});

story("grace mentions ada while she writes", async ({ page, javaScript, signIn }) => {
  const { ada, grace } = await people();
  const adam = await person("adam", "Adam Riese");
  await indexPeople([ada, adam]);
  await follow(grace, ada);
  await signIn(page, grace);
  await page.goto("/");
  const text = page.getByLabel("What is on your mind?");

  await text.click();
  if (javaScript) {
    await page.keyboard.type("Hello @Ad");
    await shown(page.getByRole("option", { name: "Ada Lovelace", selected: true }));
    await page.keyboard.press("ArrowDown");
    await shown(page.getByRole("option", { name: "Adam Riese", selected: true }));
    expect(await text.getAttribute("aria-activedescendant")).toBe("mention-option-1");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await gone(page.getByRole("listbox"));
    expect(await text.inputValue()).toBe("Hello @ada ");
    await page.keyboard.type("and @nobody");
    await page.keyboard.type(" @ad");
    await shown(page.getByRole("listbox"));
    await page.keyboard.press("Escape");
    await gone(page.getByRole("listbox"));
  } else await text.fill("Hello @ada and @nobody @ad");
  await button(page, "Publish").click();

  await shown(page.getByRole("article").getByRole("link", { name: "@ada", exact: true }));
  expect(await page.getByRole("article").getByRole("link", { name: "@nobody" }).count()).toBe(0);
  await page.getByRole("article").getByRole("link", { name: "@ada", exact: true }).click();
  await shown(page.getByRole("heading", { name: "Ada Lovelace" }));
});
