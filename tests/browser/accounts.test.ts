import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { browser, focused, gone, shown } from "../support/browser.ts";
import { PASSWORD, people } from "../support/people.ts";

const story = browser();

const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const button = (page: Page, name: string) => page.getByRole("button", { name });
const pathOf = (page: Page) => new URL(page.url()).pathname;

async function signInByForm(page: Page, { password = PASSWORD, remember = false } = {}) {
  await field(page, "User name or email address").fill("ada");
  await field(page, "Password").fill(password);
  if (remember) await page.getByRole("checkbox", { name: "Keep me signed in" }).check();
  await button(page, "Sign in").click();
}

async function sessionExpiry(page: Page): Promise<number | undefined> {
  const cookies = await page.context().cookies();
  return cookies.find(({ name }) => name === "session")?.expires;
}

story("a newcomer registers at the second try", { mishaps: [422], width: 390 }, async ({ page }) => {
  await people();
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "Register" }).click();

  await field(page, "User name").fill("ada");
  await field(page, "Email address").fill("mary.example.org");
  await field(page, "Password").fill("ladies of the lake");
  await field(page, "Password, once more").fill("ladies of the bake");
  await button(page, "Create my account").click();
  await shown(page.getByText("This does not look like an email address."));
  await shown(page.getByText("The two passwords differ."));
  await focused(field(page, "Email address"));
  expect(await field(page, "User name").inputValue()).toBe("ada");
  expect(await field(page, "Email address").inputValue()).toBe("mary.example.org");
  expect(await field(page, "Password").inputValue()).toBe("");

  await field(page, "Email address").fill("mary@example.org");
  await field(page, "Password").fill("ladies of the lake");
  await field(page, "Password, once more").fill("ladies of the lake");
  await button(page, "Create my account").click();
  await shown(page.getByText("This user name is taken."));
  await focused(field(page, "User name"));

  await field(page, "User name").fill("mary");
  await field(page, "Password").fill("ladies of the lake");
  await field(page, "Password, once more").fill("ladies of the lake");
  await button(page, "Create my account").click();
  await shown(page.getByText("Welcome! Your account is ready."));
  await page.getByRole("link", { name: "Profile" }).click();
  await shown(page.getByRole("heading", { name: "mary" }));
});

story("ada signs in at the second try, and out", { mishaps: [422] }, async ({ page }) => {
  await people();
  await page.goto("/login");
  await signInByForm(page, { password: "incorrect horse battery" });
  await shown(page.getByRole("alert").getByText("The name or the password is wrong."));
  expect(await field(page, "User name or email address").inputValue()).toBe("ada");

  await signInByForm(page);
  await shown(page.getByText("You are signed in."));
  expect(pathOf(page)).toBe("/");
  expect(await sessionExpiry(page)).toBe(-1);

  await page.reload();
  await gone(page.getByText("You are signed in."));
  await button(page, "Sign out").click();
  await shown(page.getByText("You are signed out."));
  await shown(page.getByRole("heading", { name: "Short thoughts" }));
  expect(await sessionExpiry(page)).toBeUndefined();
});

story("ada is remembered on her own telephone", { width: 390 }, async ({ page }) => {
  await people();
  await page.goto("/login");
  await signInByForm(page, { remember: true });
  await shown(page.getByText("You are signed in."));

  const days = ((await sessionExpiry(page)) ?? 0) / 86_400 - Date.now() / 86_400_000;
  expect(days).toBeGreaterThan(29);
});

story("ada comes to where she wanted to go", async ({ page }) => {
  await people();
  await page.goto("/settings/profile");
  await shown(page.getByText("Please sign in first."));
  await signInByForm(page);
  await shown(page.getByRole("heading", { name: "Settings" }));
  expect(pathOf(page)).toBe("/settings/profile");

  await page.goto("/login");
  await shown(page.getByText("You are already signed in."));
  expect(pathOf(page)).toBe("/");
});

story("whoever wants to follow someone signs in first", async ({ page }) => {
  await people();
  await page.goto("/@grace");
  await page.getByRole("link", { name: "Follow Grace Hopper" }).click();
  await signInByForm(page);
  await shown(button(page, "Follow Grace Hopper"));
  expect(pathOf(page)).toBe("/@grace");
});

story("nobody finds ada's page by going back", { memory: true }, async ({ page, signIn }) => {
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/settings/profile");
  await shown(field(page, "About me"));
  await button(page, "Sign out").click();
  await shown(page.getByText("You are signed out."));

  await page.goBack({ waitUntil: "commit" });
  await shown(page.getByText("Please sign in first."));
  await gone(field(page, "About me"));
});

story(
  "ada, signed out in another tab while she writes, is told so and loses nothing",
  { javaScript: true, mishaps: [401] },
  async ({ page, signIn }) => {
    const { ada } = await people();
    await signIn(page, ada);
    await page.goto("/");
    await page.getByRole("textbox", { name: "What is on your mind?" }).fill("Half a thought");
    await page.context().clearCookies({ name: "session" });
    await button(page, "Publish").click();
    await shown(page.getByText("You are signed out."));

    await signIn(page, ada);
    await button(page, "Publish").click();
    await shown(page.getByRole("article").getByText("Half a thought"));
  },
);
