import { expect } from "bun:test";
import { follow } from "../../src/domain/follows.ts";
import { publish } from "../../src/domain/posts.ts";
import { browser, gone, shown } from "../support/browser.ts";
import { indexPeople, jobsDone } from "../support/jobs.ts";
import { people } from "../support/people.ts";

const story = browser();

async function aPlaceWithTea() {
  const cast = await people();
  await follow(cast.ada, cast.grace);
  await publish(cast.grace, { body: "A samovar, and tea" });
  await publish(cast.linus, { body: "Sampling the harbour" });
  await indexPeople(Object.values(cast));
  await jobsDone();
  return cast;
}

story("ada looks for a post and comes back to what she found", async ({ page, signIn }) => {
  const { ada } = await aPlaceWithTea();
  await signIn(page, ada);
  await page.goto("/");
  const box = page.getByRole("search").locator("input[name=q]");
  await box.fill("tea from:@grace");
  await box.press("Enter");

  await shown(page.getByRole("article").filter({ hasText: "A samovar, and tea" }));
  expect(await page.locator("mark").allTextContents()).toEqual(["tea"]);
  await page
    .getByRole("article")
    .getByRole("link", { name: /ago|now/ })
    .click();
  await page.waitForURL(/\/posts\//);
  await page.goBack();

  await shown(page.getByRole("article").filter({ hasText: "A samovar, and tea" }));
  expect(await page.getByRole("searchbox").inputValue()).toBe("tea from:@grace");
});

story(
  "results follow what is typed, fast or slowly; the last answer wins",
  { javaScript: true },
  async ({ page }) => {
    await aPlaceWithTea();
    await page.goto("/search");
    const box = page.getByRole("searchbox", { name: "Search posts and people" });

    await box.pressSequentially("sam", { delay: 10 });
    await shown(page.getByText("Results for “sam”"));
    expect(await page.getByRole("article").count()).toBe(2);

    await box.pressSequentially("ov", { delay: 320 });
    await shown(page.getByText("Results for “samov”"));
    await gone(page.getByText("Sampling"));
    expect(new URL(page.url()).search).toBe("?q=samov&typing=on");
    expect(await page.title()).toContain("samov – Search");

    await page.reload();
    await shown(page.getByText("A samovar, and tea"));
    await box.fill("nothingness");
    await shown(page.getByText("Nothing was found for “nothingness”.").first());
  },
);

story("the box suggests people, by keyboard", { javaScript: true }, async ({ page, signIn }) => {
  const { ada } = await aPlaceWithTea();
  await signIn(page, ada);
  await page.goto("/explore");
  const box = page.getByRole("combobox", { name: "Search" });
  expect(await box.getAttribute("aria-expanded")).toBe("false");

  await box.pressSequentially("gra");
  const option = page
    .getByRole("listbox", { name: "Suggestions" })
    .getByRole("option", { name: /Grace Hopper/ });
  await shown(option);
  expect(await box.getAttribute("aria-expanded")).toBe("true");
  await box.press("ArrowDown");
  await box.press("ArrowDown");
  expect(await option.getAttribute("aria-selected")).toBe("true");
  expect(await box.getAttribute("aria-activedescendant")).toBe(await option.getAttribute("id"));

  await box.press("Escape");
  await gone(option);
  expect(await box.inputValue()).toBe("gra");
  await box.press("ArrowUp");
  await box.press("Enter");
  await page.waitForURL("**/@grace");
});
