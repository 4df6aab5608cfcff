import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { publish } from "../../src/domain/posts.ts";
import { browser, focused, gone, shown } from "../support/browser.ts";
import { people } from "../support/people.ts";

const story = browser();

const FAMILY = "👨‍👩‍👧‍👦";

const composer = (page: Page) => page.getByRole("textbox", { name: "What is on your mind?" });
const publishButton = (page: Page) => page.getByRole("button", { name: "Publish" });
const post = (page: Page, text: string) => page.getByRole("article").filter({ hasText: text });
const link = (page: Page, text: string, name: string) => post(page, text).getByRole("link", { name });

story("ada writes, edits and deletes a post", async ({ page, javaScript, signIn }) => {
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/");

  await composer(page).fill("The engine weaves patterns");
  await publishButton(page).click();
  await shown(page.getByText("Your post is published."));
  await shown(post(page, "The engine weaves patterns"));
  expect(await composer(page).inputValue()).toBe("");

  await link(page, "The engine", "Edit").click();
  await page.getByRole("textbox", { name: "Text" }).fill("The engine weaves algebraic patterns");
  await page.getByRole("button", { name: "Save" }).click();
  await shown(post(page, "algebraic").getByText("edited now"));
  if (javaScript) expect(new URL(page.url()).pathname).toBe("/");

  await link(page, "algebraic", "Delete").click();
  await shown(page.getByRole("heading", { name: "Delete this post?" }));
  await page.getByRole("button", { name: "Delete it" }).click();
  await gone(post(page, "algebraic"));
  await gone(page.getByRole("heading", { name: "Delete this post?" }));
  await shown(page.getByRole("status").getByText("Your post is deleted."));
  expect(new URL(page.url()).pathname).toBe("/");
});

story("ada changes her mind, twice", { width: 390 }, async ({ page, signIn }) => {
  const { ada } = await people();
  await publish(ada, { body: "Note G" });
  await signIn(page, ada);
  await page.goto("/");

  await link(page, "Note G", "Edit").click();
  await page.getByRole("textbox", { name: "Text" }).fill("Note H");
  await page.getByRole("link", { name: "Cancel" }).click();
  await shown(post(page, "Note G"));
  await gone(page.getByRole("textbox", { name: "Text" }));

  await link(page, "Note G", "Delete").click();
  await page.getByRole("link", { name: "Keep it" }).click();
  await gone(page.getByRole("button", { name: "Delete it" }));
  await shown(post(page, "Note G"));
});

story("ada hears how much room is left", { javaScript: true }, async ({ page, signIn }) => {
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/");

  await composer(page).pressSequentially("Hi");
  await shown(page.getByText("Characters left: 498"));
  await composer(page).fill(FAMILY);
  await shown(page.getByText("Characters left: 499"));
  await composer(page).fill("a".repeat(485));
  await shown(page.getByRole("paragraph").filter({ hasText: "Characters left: 15" }));
  await composer(page).fill("");
  await shown(page.getByText("Up to 500 characters"));
});

story("ada writes a letter too many and loses nothing", { mishaps: [422] }, async (scene) => {
  const { page, signIn } = scene;
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/");

  const text = FAMILY.repeat(500);
  await composer(page).fill(`${text}!`);
  await publishButton(page).click();
  await shown(page.getByText("This is too long: 500 characters at most."));
  expect(await composer(page).inputValue()).toBe(`${text}!`);
  await focused(composer(page));

  await composer(page).fill(text);
  await publishButton(page).click();
  await shown(post(page, FAMILY));
  expect(await composer(page).inputValue()).toBe("");
});

story("ada saves nothing, and is told so where she wrote", { mishaps: [422] }, async ({ page, signIn }) => {
  const { ada } = await people();
  await publish(ada, { body: "Note A" });
  await signIn(page, ada);
  await page.goto("/");

  await link(page, "Note A", "Edit").click();
  const text = page.getByRole("textbox", { name: "Text" });
  await text.fill("  ");
  await page.getByRole("button", { name: "Save" }).click();
  await shown(page.getByText("Please write something first."));
  await focused(text);
  await text.fill("Note B");
  await page.getByRole("button", { name: "Save" }).click();
  await shown(post(page, "Note B"));
});

story("ada clicks twice and publishes once", async ({ page, signIn }) => {
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/");

  await composer(page).fill("Once is enough");
  await publishButton(page).dblclick();
  await shown(post(page, "Once is enough"));
  await page.goto("/explore");
  expect(await page.getByRole("article").count()).toBe(1);
});

story(
  "ada's draft survives a lost connection",
  { javaScript: true, mishaps: ["no answer"] },
  async (scene) => {
    const { page, signIn } = scene;
    const { ada } = await people();
    await signIn(page, ada);
    await page.goto("/");

    await page.route("**/posts", (route) => route.abort("internetdisconnected"));
    await composer(page).fill("Sent from a tunnel");
    await publishButton(page).click();
    await shown(page.getByRole("status").getByText("The server cannot be reached."));
    expect(await composer(page).inputValue()).toBe("Sent from a tunnel");

    await page.unroute("**/posts");
    await publishButton(page).click();
    await shown(post(page, "Sent from a tunnel"));
    await gone(page.getByText("The server cannot be reached."));
  },
);

story("ada's draft survives a fault of ours", { javaScript: true, mishaps: [500] }, async (scene) => {
  const { page, signIn } = scene;
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/");

  await page.route("**/posts", (route) => route.fulfill({ status: 500, body: "" }));
  await composer(page).fill("Still here");
  await publishButton(page).click();
  await shown(page.getByRole("status").getByText("It is our fault, not yours."));
  expect(await composer(page).inputValue()).toBe("Still here");
});

story("ada's draft waits while she reads something else", { memory: true }, async ({ page, signIn }) => {
  const { ada } = await people();
  await publish(ada, { body: "Note G" });
  await signIn(page, ada);
  await page.goto("/");
  await composer(page).fill("Half a thought");
  await link(page, "Note G", "now").click();
  await shown(page.getByRole("heading", { name: "Post by Ada Lovelace" }));

  await page.goBack({ waitUntil: "commit" });
  await shown(composer(page));
  expect(await composer(page).inputValue()).toBe("Half a thought");
});

story("ada needs no mouse", async ({ page, javaScript, signIn }) => {
  const { ada } = await people();
  await publish(ada, { body: "The second one" });
  await publish(ada, { body: "The first one" });
  await signIn(page, ada);
  await page.goto("/");

  await page.keyboard.press("Tab");
  await focused(page.getByRole("link", { name: "Skip to content" }));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await focused(composer(page));
  await page.keyboard.type("By hand");
  if (javaScript) {
    await page.keyboard.press("Control+Enter");
  } else {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
  }
  await shown(post(page, "By hand"));
  if (!javaScript) return; // the rest is pages whose focus is the browser's

  await focused(composer(page));
  await link(page, "By hand", "Edit").focus();
  await page.keyboard.press("Enter");
  await focused(page.getByRole("textbox", { name: "Text" }));
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" alone");
  await page.keyboard.press("Control+Enter");
  await focused(post(page, "By hand alone"));

  await link(page, "By hand alone", "Edit").focus();
  await page.keyboard.press("Enter");
  await focused(page.getByRole("textbox", { name: "Text" }));
  await page.getByRole("link", { name: "Cancel" }).focus();
  await page.keyboard.press("Enter");
  await focused(post(page, "By hand alone"));

  await link(page, "By hand alone", "Delete").focus();
  await page.keyboard.press("Enter");
  await focused(page.getByRole("link", { name: "Keep it" }));
  await page.keyboard.press("Escape");
  await focused(link(page, "By hand alone", "Delete"));
  await page.keyboard.press("Enter");
  await focused(page.getByRole("link", { name: "Keep it" }));
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await gone(post(page, "By hand alone"));
  await focused(post(page, "The first one"));
});

story("ada opens the editor in a tab of its own", async ({ page, signIn }) => {
  const { ada } = await people();
  await publish(ada, { body: "Note G" });
  await signIn(page, ada);
  await page.goto("/");

  const opened = page.context().waitForEvent("page");
  await link(page, "Note G", "Edit").click({ modifiers: ["ControlOrMeta"] });
  await shown((await opened).getByRole("heading", { name: "Edit your post" }));
  await shown(post(page, "Note G"));
});
