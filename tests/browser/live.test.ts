import { expect } from "bun:test";
import type { Page, Route } from "playwright-core";
import { follow } from "../../src/domain/follows.ts";
import { deleteMessage, findMessage } from "../../src/domain/messages.ts";
import { PAGE_SIZE } from "../../src/domain/page.ts";
import { publish } from "../../src/domain/posts.ts";
import { send } from "../../src/domain/sending.ts";
import { streams } from "../../src/web/streams.ts";
import { browser, focused, gone, shown } from "../support/browser.ts";
import { jobsDone } from "../support/jobs.ts";
import { people } from "../support/people.ts";

const story = browser();

const places = (page: Page) => page.getByRole("navigation", { name: "Main" });
const article = (page: Page, text: string) => page.getByRole("article").filter({ hasText: text });
const writing = (page: Page) => page.getByRole("textbox", { name: "Your message" });

/** Waits until the site holds so many streams. */
async function streaming(count: number) {
  const begun = performance.now();
  while (streams() !== count) {
    if (performance.now() - begun > 20_000) throw new Error(`${streams()} streams, not ${count}.`);
    await Bun.sleep(20);
  }
}

story("ada reads while others follow, write and post", async ({ page, signIn, javaScript }) => {
  const { ada, grace, linus } = await people();
  await follow(ada, grace);
  await publish(grace, { body: "Before" });
  await jobsDone();
  await signIn(page, ada);
  await page.goto("/");
  await shown(article(page, "Before"));
  await streaming(javaScript ? 1 : 0);

  await follow(linus, ada);
  await send(grace, ada, { body: "Are you there?" });
  await publish(grace, { body: "After" });
  if (!javaScript) {
    await jobsDone();
    await page.reload();
  }
  await shown(places(page).getByRole("link", { name: "Notifications 1 unread" }));
  await shown(places(page).getByRole("link", { name: "1 unread message" }));
  if (!javaScript) return;

  await shown(page.getByRole("link", { name: "1 new post" }));
  expect(await article(page, "After").count()).toBe(0);
  await send(grace, ada, { body: "Hello?" });
  await shown(places(page).getByRole("link", { name: "2 unread messages" }));
});

story("two write to each other without a reload", { javaScript: true }, async (scene) => {
  const { page, signIn, another } = scene;
  const { ada, grace } = await people();
  await follow(ada, grace);
  await follow(grace, ada);
  await signIn(page, ada);
  await page.goto("/messages/@grace");
  await shown(page.getByText("You have not written to each other yet."));
  const hers = await another();
  await signIn(hers, grace);
  await hers.goto("/messages/@ada");
  await streaming(2);

  for (const [from, to, text] of [
    [hers, page, "One"],
    [page, hers, "Two"],
    [hers, page, "Three"],
  ] as const) {
    await writing(to).fill("Half written");
    await writing(from).fill(text);
    await from.getByRole("button", { name: "Send", exact: true }).click();
    await shown(article(to, text));
    expect(await writing(to).inputValue()).toBe("Half written");
    await shown(to.locator("#talk-heard").getByText(text));
  }
  await gone(page.getByText("You have not written to each other yet."));
  await shown(page.getByRole("link", { name: "Delete conversation" }));

  await writing(page).fill("Still writing");
  await article(hers, "One").getByRole("link", { name: "Delete" }).click();
  await hers.getByRole("button", { name: "Delete for both" }).click();
  await shown(article(page, "Message deleted"));
  expect(await writing(page).inputValue()).toBe("Still writing");
  await focused(writing(page));
  await Bun.sleep(1500); // until the streams have told of it all
  for (const each of [page, hers]) {
    const texts = await each.locator(".message-bubble").allInnerTexts();
    expect(texts.map((text) => text.trim())).toEqual(["Message deleted", "Two", "Three"]);
    await gone(places(each).getByText("unread message"));
  }
});

story("what ada does in one tab shows in the other", { javaScript: true }, async ({ page, signIn }) => {
  const { ada, grace } = await people();
  for (const body of ["One", "Two", "Three"]) await send(grace, ada, { body });
  await follow(ada, grace);
  await signIn(page, ada);
  const other = await page.context().newPage();
  for (const tab of [page, other]) await tab.goto("/messages/@grace");
  await streaming(2);
  await writing(other).fill("Half written");

  await article(page, "Two").getByRole("link", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete for me" }).click();
  for (const tab of [page, other]) await gone(article(tab, "Two"));
  expect(await other.getByRole("article").count()).toBe(2);
  expect(await writing(other).inputValue()).toBe("Half written");

  await page.goto("/@grace/block");
  await page.getByRole("button", { name: "Block", exact: true }).click();
  await shown(other.getByText("You have blocked this person."));
  await gone(writing(other));
  await page.getByRole("button", { name: "Unblock Grace Hopper" }).click();
  await shown(writing(other));
  expect(await writing(other).inputValue()).toBe("Half written");
  await shown(article(other, "Three"));
});

story(
  "what arrives moves nothing for who reads further up",
  { javaScript: true, width: 390 },
  async (scene) => {
    const { page, signIn } = scene;
    const { ada, grace } = await people();
    await follow(ada, grace);
    for (let number = 1; number <= PAGE_SIZE; number++) await send(grace, ada, { body: `Line ${number}.` });
    await signIn(page, ada);
    await page.goto("/messages/@grace");
    await streaming(1);
    const middle = article(page, "Line 10.");
    await middle.scrollIntoViewIfNeeded();
    const place = (await middle.boundingBox())?.y;
    await send(grace, ada, { body: "One more." });
    await shown(article(page, "One more."));
    expect((await middle.boundingBox())?.y).toBeCloseTo(place ?? 0, 0);
  },
);

story(
  "a page comes back from the browser's memory and goes on",
  { javaScript: true, memory: true },
  async (scene) => {
    const { page, signIn } = scene;
    const { ada, grace, linus } = await people();
    await follow(ada, grace);
    await publish(grace, { body: "Read me" });
    await signIn(page, ada);
    await page.goto("/");
    await streaming(1);
    await page.evaluate(() => document.body.setAttribute("data-kept", ""));
    await follow(linus, ada);
    await shown(places(page).getByRole("link", { name: "Notifications 1 unread" }));
    await page.goto("/explore");
    await streaming(1);
    await page.goBack({ waitUntil: "commit" });
    await shown(page.locator("body[data-kept]"));
    await streaming(1);
    await follow(grace, ada);
    await shown(places(page).getByRole("link", { name: "Notifications 2 unread" }));
  },
);

story("a page that nobody sees holds no stream", { javaScript: true }, async ({ page, signIn }) => {
  const { ada, linus } = await people();
  await signIn(page, ada);
  await page.goto("/explore");
  await streaming(1);
  await see(page, false);
  await streaming(0);
  await follow(linus, ada);
  await see(page, true);
  await streaming(1);
  await shown(places(page).getByRole("link", { name: "Notifications 1 unread" }));
});

const inTheWay = {
  "cuts streams off": (route: Route) => route.abort(),
  "holds them back": () => {},
};

for (const [what, handle] of Object.entries(inTheWay)) {
  const title = `where something ${what}, the page asks`;
  story(title, { javaScript: true, mishaps: ["no answer"] }, async ({ page, signIn }) => {
    const { ada, grace, linus } = await people();
    await follow(ada, grace);
    await follow(grace, ada);
    const first = await send(grace, ada, { body: "First" });
    if ("refused" in first) throw new Error(first.refused);
    await jobsDone();
    await signIn(page, ada);
    await page.clock.install();
    await page.route(/\/live(\?|$)/, handle);
    await page.goto("/messages/@grace");
    await follow(linus, ada);
    await send(grace, ada, { body: "Second" });
    const talk = { id: first.conversationId };
    const message = await findMessage(talk, grace, first.id);
    if (message) await deleteMessage(talk, grace, message, "both");
    await jobsDone();
    expect(await places(page).getByText("1 unread", { exact: true }).count()).toBe(1);
    await page.clock.runFor(36_000);
    await shown(places(page).getByRole("link", { name: "Notifications 2 unread" }));
    await shown(article(page, "Second"));
    await shown(article(page, "Message deleted"));
    expect(await page.locator("#messages").textContent()).toBe("");
  });
}

/** As when another tab comes to the front: a browser without a window never hides one. */
const see = (page: Page, visible: boolean) =>
  page.evaluate((hidden) => {
    for (const [name, value] of Object.entries({ hidden, visibilityState: hidden ? "hidden" : "visible" }))
      Object.defineProperty(document, name, { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, !visible);
