import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { deletePost, publish } from "../../src/domain/posts.ts";
import { browser, gone, shown } from "../support/browser.ts";
import { people } from "../support/people.ts";

const story = browser();

const message = (page: Page, text: string) => page.getByRole("status").getByText(text);

story("a lost visitor finds the way to the start", { mishaps: [404] }, async ({ page }) => {
  const { ada } = await people();
  await publish(ada, { body: "Welcome" });
  await page.goto("/no/such/page");
  await shown(page.getByRole("heading", { name: "Nothing here" }));
  await page.getByRole("link", { name: "Back to the start" }).click();
  await shown(page.getByRole("article").filter({ hasText: "Welcome" }));
});

story("ada edits what she has deleted elsewhere", { mishaps: [404] }, async (scene) => {
  const { page, javaScript, signIn } = scene;
  const { ada } = await people();
  const id = await publish(ada, { body: "Soon gone" });
  await signIn(page, ada);
  await page.goto("/");
  await deletePost(ada, id);

  await page.getByRole("link", { name: "Edit" }).click();
  if (javaScript) {
    await shown(message(page, "There is no such page."));
    await shown(page.getByRole("article").filter({ hasText: "Soon gone" }));
  } else {
    await shown(page.getByRole("heading", { name: "Nothing here" }));
  }
});

story("ada deletes in spite of a fault of ours", { javaScript: true, mishaps: [503] }, async (scene) => {
  const { page, signIn } = scene;
  const { ada } = await people();
  const id = await publish(ada, { body: "Hard to lose" });
  await signIn(page, ada);
  await page.goto("/");
  await page.route(`**/posts/${id}`, (route) => route.fulfill({ status: 503, body: "" }));
  await page.getByRole("link", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete it" }).click();
  await shown(message(page, "Please try again"));
  await gone(page.getByRole("dialog"));
  expect(await page.getByRole("article").count()).toBe(1);

  await page.unroute(`**/posts/${id}`);
  await page.getByRole("link", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete it" }).click();
  await gone(page.getByRole("article"));
  await gone(message(page, "Please try again"));
});
