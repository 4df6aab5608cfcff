import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { follow } from "../../src/domain/follows.ts";
import { PAGE_SIZE } from "../../src/domain/page.ts";
import { send } from "../../src/domain/sending.ts";
import { browser, gone, shown } from "../support/browser.ts";
import { people } from "../support/people.ts";

const story = browser();

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const link = (page: Page, name: string | RegExp) => page.getByRole("link", { name });
const article = (page: Page, text: string) => page.getByRole("article").filter({ hasText: text });
const places = (page: Page) => page.getByRole("navigation", { name: "Main" });
const writing = (page: Page) => page.getByRole("textbox", { name: "Your message" });

for (const width of [1280, 390] as const) {
  story(`ada and grace write to each other at ${width}`, { width }, async (scene) => {
    const { page, signIn, another } = scene;
    const { ada, grace } = await people();
    await follow(grace, ada);
    await signIn(page, ada);
    await page.goto("/@grace");
    await page.getByRole("link", { name: "Message", exact: true }).click();
    await writing(page).fill("Shall we meet at the library? https://example.org");
    await button(page, "Send").click();
    await shown(article(page, "You wrote:").getByRole("link", { name: "example.org" }));
    await page.goto("/explore"); // what arrives in an open conversation is read at once

    const hers = await another();
    await signIn(hers, grace);
    await hers.goto("/");
    await places(hers).getByRole("link", { name: "1 unread message" }).click();
    await shown(hers.getByText("1 unread message").last());
    await link(hers, "Ada Lovelace").click();
    await shown(article(hers, "Ada Lovelace wrote:"));
    await gone(places(hers).getByText("1 unread message"));
    await writing(hers).fill("At six.");
    await button(hers, "Send").click();
    await shown(article(hers, "At six."));
    expect(await writing(hers).inputValue()).toBe("");
    await writing(hers).fill("Or seven?");
    await button(hers, "Send").click();
    await shown(article(hers, "Or seven?"));

    await page.goto("/messages");
    await shown(page.getByText("2 unread messages").last());
    await shown(page.getByText("Or seven?"));

    await article(hers, "Or seven?").getByRole("link", { name: "Delete" }).click();
    await button(hers, "Delete for both").click();
    await shown(article(hers, "Message deleted"));
    await article(hers, "Shall we meet").getByRole("link", { name: "Delete" }).click();
    await button(hers, "Delete for me").click();
    await gone(article(hers, "Shall we meet"));

    await page.goto("/messages");
    await shown(places(page).getByRole("link", { name: "1 unread message" }));
    await link(page, "Grace Hopper").click();
    await shown(article(page, "Message deleted"));
    await shown(article(page, "Shall we meet"));
    await shown(article(page, "At six."));
  });
}

story("linus, whom grace does not know, asks; she accepts, then blocks him", async (scene) => {
  const { page, signIn, another } = scene;
  const { grace, linus } = await people();
  await send(linus, grace, { body: "May I ask you something?" });
  await signIn(page, grace);
  await page.goto("/messages");
  await gone(places(page).getByText("unread"));
  await link(page, "Requests (1)").click();
  await link(page, "Linus Pauling").click();
  await button(page, "Accept").click();
  await shown(page.getByText("You have accepted."));
  await writing(page).fill("Of course.");
  await button(page, "Send").click();
  await shown(article(page, "Of course."));

  await page.goto("/@linus");
  await page.locator("summary").filter({ visible: true }).last().click();
  await link(page, "Block").click();
  await shown(page.getByText("signed out, everyone can read them"));
  await button(page, "Block").click();
  await shown(page.getByText("You have blocked this person.").first());

  const his = await another();
  await signIn(his, linus);
  await his.goto("/messages");
  await link(his, "Grace Hopper").click();
  await shown(article(his, "Of course."));

  await page.goto("/settings/privacy");
  await button(page, "Unblock Linus Pauling").click();
  await shown(page.getByText("You no longer block this person."));
});

story("ada reads an old conversation from its end to its beginning", { width: 390 }, async (scene) => {
  const { page, javaScript, signIn } = scene;
  const { ada, grace } = await people();
  await follow(ada, grace);
  const count = 2 * PAGE_SIZE + 5;
  for (let number = 1; number <= count; number++) await send(grace, ada, { body: `Line ${number}.` });
  await signIn(page, ada);
  await page.goto("/messages/@grace");
  const newest = article(page, `Line ${count}.`);
  await shown(newest);
  expect(await inSight(page, newest)).toBe(true);

  if (!javaScript) {
    await link(page, "Older messages").click();
    await shown(article(page, `Line ${count - PAGE_SIZE}.`));
    await link(page, "Older messages").click();
    await shown(article(page, "Line 1."));
    await link(page, "Back to the newest messages").click();
    return shown(newest);
  }
  const top = article(page, `Line ${count - PAGE_SIZE + 1}.`);
  await link(page, "Older messages").scrollIntoViewIfNeeded();
  await shown(article(page, `Line ${count - PAGE_SIZE}.`));
  expect(await inSight(page, top)).toBe(true); // what was being read has not moved away
  await link(page, "Older messages").scrollIntoViewIfNeeded();
  await shown(article(page, "Line 1."));
  expect(await page.getByRole("heading", { level: 2 }).count()).toBe(1); // one day, one date
});

story("a draft outlives a wrong click, but not signing out", { javaScript: true }, async (scene) => {
  const { page, signIn } = scene;
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/messages/@grace");
  await writing(page).fill("Half of a thought");
  await page.goto("/explore");
  await page.goto("/messages/@grace");
  expect(await writing(page).inputValue()).toBe("Half of a thought");

  await button(page, "Sign out").click();
  await shown(page.getByText("You are signed out."));
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

story(
  "what did not arrive is sent once more, and the word of it stands in nobody's way",
  { javaScript: true, width: 390, mishaps: [503] },
  async ({ page, signIn }) => {
    const { ada, grace } = await people();
    await follow(grace, ada);
    await signIn(page, ada);
    await page.goto("/messages/@grace");
    await page.route("/messages/@grace", (route) => route.fulfill({ status: 503, body: "" }), { times: 1 });
    await writing(page).fill("Hello?");
    await button(page, "Send").click();
    const word = page.locator("#messages p");
    await shown(word);
    expect(await writing(page).inputValue()).toBe("Hello?");
    const [said, written] = [await word.boundingBox(), await writing(page).boundingBox()];
    expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThan(written?.y ?? 0);
    await button(page, "Send").click();
    await shown(article(page, "Hello?"));
  },
);

story("what was sent or refused is no draft", { mishaps: [422] }, async (scene) => {
  const { page, signIn } = scene;
  const { ada, grace } = await people();
  await follow(grace, ada);
  await signIn(page, ada);
  await page.goto("/messages/@grace");
  await writing(page).fill("o".repeat(2001));
  await button(page, "Send").click();
  await shown(page.getByText("This is too long: 2,000 characters at most."));
  expect(await writing(page).inputValue()).toBe("o".repeat(2001));

  await writing(page).fill("Shorter");
  await button(page, "Send").click();
  await shown(article(page, "Shorter"));
  // The stream may have told of it before the answer came, without which it counts as lost.
  while ((await writing(page).inputValue()) !== "") await Bun.sleep(20);
  await page.goto("/messages/@grace");
  expect(await writing(page).inputValue()).toBe("");
});

/** Whether it stands within the list of messages as far as that is scrolled. */
const inSight = async (page: Page, what: ReturnType<typeof article>) => {
  const box = await what.boundingBox();
  const frame = await page.getByRole("region", { name: "Messages", exact: true }).boundingBox();
  return !!box && !!frame && box.y >= frame.y - 1 && box.y + box.height <= frame.y + frame.height + 1;
};
