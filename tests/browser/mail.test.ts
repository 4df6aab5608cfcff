import type { Page } from "playwright-core";
import { browser, gone, shown } from "../support/browser.ts";
import { PASSWORD, people } from "../support/people.ts";
import { type PostOffice, postOffice } from "../support/smtp.ts";

const office = postOffice();
const story = browser();

const NEW = "ladies of the lake";
const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Waits for a mail of this subject and answers where its link leads. */
async function linkOf(office: PostOffice, to: string, subject: string): Promise<string> {
  for (;;) {
    const mail = office.to(to).findLast(({ headers }) => headers.get("subject") === subject);
    if (mail) return mail.link;
    await Bun.sleep(20);
  }
}

story("mary registers, confirms her address on her telephone and writes", async ({ page, another }) => {
  await people();
  await page.goto("/register");
  await field(page, "User name").fill("mary");
  await field(page, "Email address").fill("mary@example.org");
  await field(page, "Password").fill(PASSWORD);
  await field(page, "Password, once more").fill(PASSWORD);
  await button(page, "Create my account").click();
  await shown(page.getByText("Your address is not confirmed yet."));
  await gone(field(page, "What is on your mind?"));
  await button(page, "Send it again").click();
  await shown(page.getByText("A mail with a link is on its way to you."));
  while (office.to("mary@example.org").length < 2) await Bun.sleep(20);

  const telephone = await another({ width: 390 });
  await telephone.goto(await linkOf(office, "mary@example.org", "Please confirm your address"));
  await button(telephone, "Yes, confirm it").click();
  await shown(telephone.getByText("Your address is confirmed."));

  await page.reload();
  await field(page, "What is on your mind?").fill("Here I am");
  await button(page, "Publish").click();
  await shown(page.getByRole("article").getByText("Here I am"));
});

story("ada forgot her password", { mishaps: [404, 422] }, async ({ page }) => {
  await people();
  await page.goto("/login");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await field(page, "Email address").fill("ada@example.org");
  await button(page, "Send the link").click();
  await shown(page.getByText("If this is the address of an account"));

  const link = await linkOf(office, "ada@example.org", "A new password");
  await page.goto(link);
  await field(page, "New password").fill("password");
  await field(page, "New password, once more").fill("password");
  await button(page, "Save the new password").click();
  await shown(page.getByText("Too many people use this password."));
  await field(page, "New password").fill(NEW);
  await field(page, "New password, once more").fill(NEW);
  await button(page, "Save the new password").click();
  await shown(page.getByText("Sign in with it now."));

  await field(page, "User name or email address").fill("ada");
  await field(page, "Password").fill(NEW);
  await button(page, "Sign in").click();
  await shown(page.getByText("You are signed in."));
  await button(page, "Sign out").click();
  await page.goto(link);
  await shown(page.getByText("This link no longer works"));
});

story("ada changes her address and her password", async ({ page, signIn }) => {
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/settings/profile");
  await page.getByRole("link", { name: "Account", exact: true }).click();
  await field(page, "New address").fill("countess@example.org");
  await field(page, "Current password").first().fill(PASSWORD);
  await button(page, "Change address").click();
  await shown(page.getByText("countess@example.org, waits to be confirmed"));
  await page.goto(await linkOf(office, "countess@example.org", "Please confirm your new address"));
  await button(page, "Yes, confirm it").click();
  await shown(page.getByText("Your new address is in effect."));

  await page.goto("/settings/account");
  await shown(page.getByText("Your address is countess@example.org."));
  await field(page, "Current password").last().fill(PASSWORD);
  await field(page, "New password").fill(NEW);
  await field(page, "New password, once more").fill(NEW);
  await button(page, "Change password").click();
  await shown(page.getByText("Your new password is saved."));
});

story("a password can be looked at while it is typed", { javaScript: true }, async ({ page }) => {
  await people();
  await page.goto("/login");
  const password = page.locator("input[name=password]");
  await password.fill(PASSWORD);
  await button(page, "Show password").click();
  await shown(page.locator("input[name=password][type=text]"));
  await button(page, "Hide password").click();
  await shown(page.locator("input[name=password][type=password]"));
  await field(page, "User name or email address").fill("ada");
  await button(page, "Show password").click();
  await button(page, "Sign in").click();
  await shown(page.getByText("You are signed in."));
});

story("without scripts there is no such button", { javaScript: false }, async ({ page }) => {
  await page.goto("/login");
  await shown(field(page, "Password"));
  await gone(button(page, "Show password"));
});
