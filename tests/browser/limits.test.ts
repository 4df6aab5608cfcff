import { expect } from "bun:test";
import { consume } from "../../src/domain/limits.ts";
import { browser, shown } from "../support/browser.ts";
import { at } from "../support/clock.ts";
import { withLimits } from "../support/limits.ts";
import { PASSWORD, people } from "../support/people.ts";

const story = browser();

withLimits();

story(
  "a program fills in the form faster than mary, who only has to send it again",
  { mishaps: [422] },
  async ({ page }) => {
    await people();
    const passwords = async () => {
      await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await page.getByLabel("Password, once more").fill(PASSWORD);
    };
    // The site's clock stands still, so that no machine is too slow for this.
    await at(Date.now() - 60_000, async () => {
      await page.goto("/register");
      await page.getByRole("textbox", { name: "User name" }).fill("mary");
      await page.getByRole("textbox", { name: "Email address" }).fill("mary@example.org");
      await passwords();
      await page.getByRole("button", { name: "Create my account" }).click();
      await shown(page.getByText("That went a little fast for us."));
    });

    expect(await page.getByRole("textbox", { name: "User name" }).inputValue()).toBe("mary");
    await passwords();
    await page.getByRole("button", { name: "Create my account" }).click();
    await shown(page.getByText("Welcome! Your account is ready."));
  },
);

story(
  "ada writes too much, is told to wait, and loses no word",
  { mishaps: [429] },
  async ({ page, signIn }) => {
    const { ada } = await people();
    for (let n = 0; n < 300; n += 20)
      await Promise.all(Array.from({ length: 20 }, () => consume("posting", { account: ada.id })));
    await signIn(page, ada);
    await page.goto("/");

    const composer = page.getByRole("textbox", { name: "What is on your mind?" });
    await composer.fill("A thought that took a while");
    await page.getByRole("button", { name: "Publish" }).click();

    await shown(page.getByText("There were too many attempts."));
    expect(await composer.inputValue()).toBe("A thought that took a while");
  },
);
