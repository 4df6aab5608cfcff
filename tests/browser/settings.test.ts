import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { publish } from "../../src/domain/posts.ts";
import { browser, focused, shown } from "../support/browser.ts";
import { people } from "../support/people.ts";

const story = browser();

const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const save = (page: Page) => page.getByRole("button", { name: "Save" });
const saved = (page: Page) => shown(page.getByText("Your profile is saved."));

story("ada says who she is", { width: 390 }, async ({ page, signIn }) => {
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/@ada");
  await page.getByRole("link", { name: "Edit profile" }).click();

  await field(page, "Name").fill("Ada King");
  await field(page, "About me").fill("Countess,\nmathematician");
  await save(page).click();
  await saved(page);
  expect(await field(page, "About me").inputValue()).toBe("Countess,\nmathematician");
  await page.getByRole("link", { name: "Profile" }).first().click();
  await shown(page.getByRole("heading", { name: "Ada King" }));
  await shown(page.getByText("Countess,"));
});

story("ada takes another user name and is found under both", { mishaps: [422] }, async ({ page, signIn }) => {
  const { ada } = await people();
  await publish(ada, { body: "Note A" });
  await signIn(page, ada);
  await page.goto("/settings/profile");

  await field(page, "User name").fill("grace");
  await field(page, "About me").fill("Countess");
  await save(page).click();
  await shown(page.getByText("This user name is taken."));
  await focused(field(page, "User name"));
  expect(await field(page, "User name").inputValue()).toBe("grace");
  expect(await field(page, "About me").inputValue()).toBe("Countess");

  await field(page, "User name").fill("countess");
  await save(page).click();
  await saved(page);
  await page.goto("/@ada");
  expect(new URL(page.url()).pathname).toBe("/@countess");
  await shown(page.getByRole("article").filter({ hasText: "Note A" }));
});

story("ada reads in the dark, and her choice goes where she goes", async ({ page, signIn, another }) => {
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/settings/appearance");
  expect(await brightness(page)).toBeGreaterThan(0.9);

  await page.getByRole("radio", { name: "Dark" }).check();
  await save(page).click();
  await shown(page.getByText("Your choice is saved."));
  expect(await brightness(page)).toBeLessThan(0.2);

  const elsewhere = await another();
  await signIn(elsewhere, ada);
  await elsewhere.goto("/");
  expect(await brightness(elsewhere)).toBeLessThan(0.2);
});

story(
  "a visitor's choice of light holds against a dark device",
  { colorScheme: "dark" },
  async ({ page }) => {
    await people();
    await page.goto("/settings/appearance");
    expect(await brightness(page)).toBeLessThan(0.2);
    await page.getByRole("radio", { name: "Light" }).check();
    await save(page).click();
    await shown(page.getByText("Your choice is saved."));
    expect(await brightness(page)).toBeGreaterThan(0.9);
  },
);

/** Of the page's ground, from 0 (black) to 1 (white). */
async function brightness(page: Page): Promise<number> {
  const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const channels =
    colour
      .match(/[\d.]+/g)
      ?.slice(0, 3)
      .map(Number) ?? [];
  return channels.reduce((sum, channel) => sum + channel, 0) / (3 * 255);
}
