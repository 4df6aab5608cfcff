import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { follow } from "../../src/domain/follows.ts";
import { deletePost, edit, findPost, publish } from "../../src/domain/posts.ts";
import { browser, focused, gone, shown } from "../support/browser.ts";
import { wroteEarlier } from "../support/earlier-posts.ts";
import { people } from "../support/people.ts";

const story = browser();

const MANY = 65;

const articles = (page: Page) => page.getByRole("article");
const post = (page: Page, text: string) =>
  articles(page).filter({ has: page.getByText(text, { exact: true }) });
const older = (page: Page) => page.getByRole("link", { name: "Older posts" });
const theEnd = (page: Page) => page.getByText("This is where it began.");
const newPosts = (page: Page, name: string) => page.getByRole("status").getByRole("link", { name });

/** Ada follows grace, who wrote the posts "1" to "65", and linus, who wrote nothing yet. */
async function muchToRead() {
  const { ada, grace, linus } = await people();
  const ids = await wroteEarlier(grace, MANY);
  await follow(ada, grace);
  await follow(ada, linus);
  return { ada, grace, linus, idOf: (text: string) => ids[Number(text) - 1] ?? 0 };
}

const countdown = (from: number) => Array.from({ length: from }, (_, n) => `${from - n}`);

const textsOf = (page: Page) =>
  articles(page).evaluateAll((all) =>
    all.map((article) => article.querySelector("[dir=auto]")?.textContent ?? ""),
  );

/** Reads to the end, page by page, and answers all that was there to read. `between` happens at each turn. */
async function readAll(page: Page, javaScript: boolean, between = async (_turn: number) => {}) {
  const read: string[] = [];
  for (let turn = 1; ; turn++) {
    const here = await textsOf(page);
    read.push(...(javaScript ? here.slice(read.length) : here));
    if (!(await older(page).isVisible())) return read;
    await between(turn);
    await readOn(page, javaScript);
  }
}

/** With JavaScript the older posts come while one scrolls, without they are on the next page. */
async function readOn(page: Page, javaScript: boolean) {
  if (javaScript) {
    const count = await articles(page).count();
    await older(page).scrollIntoViewIfNeeded();
    await shown(articles(page).nth(count));
  } else {
    const address = page.url();
    await older(page).click();
    await page.waitForURL((url) => url.href !== address);
  }
}

story("ada reads everything, once, while others go on", async ({ page, javaScript, signIn }) => {
  const { ada, grace, linus, idOf } = await muchToRead();
  await signIn(page, ada);
  await page.goto("/");

  const read = await readAll(page, javaScript, async (turn) => {
    await publish(linus, { body: `News ${turn}` });
    if (turn > 1) return;
    const [cursor, unread] = [idOf("46"), idOf("30")];
    await deletePost(grace, cursor);
    await deletePost(grace, unread);
    const edited = await findPost(idOf("20"), grace);
    if (edited) await edit(grace, edited, { body: "20, corrected" });
  });

  await shown(theEnd(page));
  const expected = countdown(MANY).filter((text) => text !== "30");
  expect(read).toEqual(expected.map((text) => (text === "20" ? "20, corrected" : text)));
});

for (const path of ["/explore", "/@grace"]) {
  story(`a visitor reads all of ${path} on a telephone`, { width: 390 }, async ({ page, javaScript }) => {
    await muchToRead();
    await page.goto(path);
    expect(await readAll(page, javaScript)).toEqual(countdown(MANY));
  });
}

story("reading on moves nothing", { javaScript: true }, async ({ page, signIn }) => {
  const { ada } = await muchToRead();
  await signIn(page, ada);
  await page.addInitScript(watchShifts);
  await page.goto("/");
  await readAll(page, true);
  expect(await page.evaluate(() => Reflect.get(window, "shifts"))).toEqual([]);
});

/** Runs in the page. */
function watchShifts() {
  const shifts: unknown[] = [];
  Reflect.set(window, "shifts", shifts);
  const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
}

story("the address goes along with the reader", async ({ page, javaScript, signIn }) => {
  const { ada } = await muchToRead();
  await signIn(page, ada);
  await page.goto("/");
  await readOn(page, javaScript);
  await post(page, "30").scrollIntoViewIfNeeded();
  await page.waitForURL("**/?before=*");

  await page.reload();
  await shown(post(page, "30"));
  await page.getByRole("link", { name: "Back to the newest posts" }).click();
  await shown(post(page, "65"));
  expect(new URL(page.url()).search).toBe("");
});

story("coming back, ada finds the post that she left from", async ({ page, javaScript, signIn }) => {
  const { ada } = await muchToRead();
  await signIn(page, ada);
  await page.goto("/");
  await readOn(page, javaScript);
  await readOn(page, javaScript);
  await post(page, "20")
    .getByRole("link", { name: /ago|now/ })
    .click();
  await shown(page.getByRole("heading", { name: "Post by Grace Hopper" }));

  await page.goBack();
  await shown(post(page, "20"));
});

story("coming back, ada finds the page as she left it", { javaScript: true, memory: true }, async (scene) => {
  const { page, signIn } = scene;
  const { ada } = await muchToRead();
  await signIn(page, ada);
  await page.goto("/");
  await readOn(page, true);
  await readOn(page, true);
  await post(page, "20").scrollIntoViewIfNeeded();
  const place = await post(page, "20").boundingBox();
  await post(page, "20")
    .getByRole("link", { name: /ago|now/ })
    .click();
  await shown(page.getByRole("heading", { name: "Post by Grace Hopper" }));

  await page.goBack({ waitUntil: "commit" });
  await shown(post(page, "65"));
  expect(await articles(page).count()).toBe(60);
  expect(await post(page, "20").boundingBox()).toEqual(place);
});

story("what is new is announced and moves nothing", { javaScript: true }, async ({ page, signIn }) => {
  const { ada, linus } = await muchToRead();
  await signIn(page, ada);
  await page.goto("/");
  await post(page, "60").scrollIntoViewIfNeeded();
  const place = await post(page, "60").boundingBox();

  await publish(linus, { body: "Hot off the press" });
  await lookAgain(page, newPosts(page, "1 new post"));
  expect(await post(page, "60").boundingBox()).toEqual(place);

  await newPosts(page, "1 new post").click();
  await shown(post(page, "Hot off the press"));
  await gone(newPosts(page, "new post"));
});

/** Turns to the page until its home has what was published: a job brings it there. */
async function lookAgain(page: Page, expected: ReturnType<typeof newPosts>) {
  while (!(await expected.isVisible())) {
    const answered = page.waitForResponse(/since=/);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await (await answered).finished();
  }
}

story("the way on stays open when it fails", { javaScript: true, mishaps: ["no answer"] }, async (scene) => {
  const { page, signIn } = scene;
  const { ada } = await muchToRead();
  await signIn(page, ada);
  await page.goto("/");
  await page.route("**/?before=*", (route) => route.abort("internetdisconnected"));
  await older(page).scrollIntoViewIfNeeded();
  await shown(page.getByRole("status").getByText("The server cannot be reached."));

  await page.unroute("**/?before=*");
  await older(page).focus();
  await page.keyboard.press("Enter");
  await focused(post(page, "45"));
  await gone(page.getByText("The server cannot be reached."));
});

story("a newcomer's quiet home leads to people and posts", async ({ page, javaScript, signIn }) => {
  const { ada, grace } = await people();
  await publish(grace, { body: "Is anybody there?" });
  await signIn(page, ada);
  await page.goto("/");
  await shown(page.getByRole("heading", { name: "It is quiet here" }));
  await page.getByRole("button", { name: "Follow Grace Hopper" }).click();
  if (javaScript) {
    await shown(page.getByRole("button", { name: "Unfollow Grace Hopper" }));
    await page.getByRole("link", { name: "Home" }).click();
  }
  await shown(post(page, "Is anybody there?"));
});
