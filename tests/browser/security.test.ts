import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { codeOf, hasApp } from "../support/authenticator.ts";
import { browser, gone, shown } from "../support/browser.ts";
import { PASSWORD, people } from "../support/people.ts";
import { provedLongAgo } from "../support/security.ts";

const story = browser();

const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const button = (page: Page, name: string) => page.getByRole("button", { name });
const link = (page: Page, name: string) => page.getByRole("main").getByRole("link", { name });
const pathOf = (page: Page) => new URL(page.url()).pathname;

async function signInByForm(page: Page) {
  await field(page, "User name or email address").fill("ada");
  await field(page, "Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function handIn(page: Page, code: string) {
  await field(page, "Code").fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

story("ada sets up an app, signs in with it, loses it and removes it", { mishaps: [422] }, async (scene) => {
  const { page, signIn } = scene;
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/settings/profile");
  await link(page, "Security").click();
  await link(page, "Set up an app").click();
  await button(page, "Set up an app").click();
  const picture = page.getByRole("img", { name: "The secret for your app" });
  expect(
    await picture.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth)),
  ).toBeGreaterThan(0);
  const secret = (await page.locator(".secret").textContent()) ?? "";
  await field(page, "Code").fill("12345");
  await button(page, "Turn it on").click();
  await shown(page.getByText("This code is wrong, used or too old."));
  await field(page, "Code").fill(codeOf(secret));
  await button(page, "Turn it on").click();
  await shown(page.getByText("The app is set up."));
  const [code = ""] = await page.locator(".codes li").allTextContents();
  await link(page, "I have kept them").click();
  await shown(page.getByText("You have 10 codes left."));

  await button(page, "Sign out").click();
  await page.goto("/login?next=/settings/security");
  await signInByForm(page);
  await shown(page.getByRole("heading", { name: "One more step" }));
  await handIn(page, codeOf(secret, 1));
  await shown(page.getByText("You are signed in."));
  expect(pathOf(page)).toBe("/settings/security");

  await link(page, "Remove the app").click();
  await field(page, "Password").fill(PASSWORD);
  await field(page, "Code").fill(code);
  await button(page, "Remove the app").click();
  await shown(page.getByText("The authenticator app is removed."));
});

story("ada signs in with a recovery code", async ({ page }) => {
  const { ada } = await people();
  const { codes } = await hasApp(ada);
  await page.goto("/login");
  await signInByForm(page);
  await handIn(page, codes[9] ?? "");
  await shown(page.getByText("You are signed in."));
});

story(
  "ada ends the session on her telephone, after showing that it is her",
  { width: 390 },
  async (scene) => {
    const { page, signIn, another } = scene;
    const { ada } = await people();
    const telephone = await another();
    await signIn(telephone, ada);
    await signIn(page, ada);
    await provedLongAgo(ada);
    await page.goto("/settings/security");
    await button(page, "End all others").click();
    await shown(page.getByRole("heading", { name: "Is it you?" }));
    await field(page, "Password").fill(PASSWORD);
    await button(page, "Go on").click();
    await button(page, "End all others").click();
    await shown(page.getByText("All other sessions are ended."));
    await gone(button(page, "End all others"));
    await telephone.goto("/settings/profile");
    expect(pathOf(telephone)).toBe("/login");
  },
);

/** A telephone in the browser that has a fingerprint ready whenever it is asked for. */
async function withFingerprint(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    refuses: () => devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false }),
    works: () => devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true }),
  };
}

/** Browsers know no passkeys for addresses of digits. */
const byName = (page: Page) =>
  page
    .url()
    .replace("127.0.0.1", "localhost")
    .replace(/(:\d+)\/.*$/, "$1");

story("ada adds a passkey, signs in with it and proves with it", { javaScript: true }, async ({ page }) => {
  const { ada } = await people();
  const finger = await withFingerprint(page);
  await page.goto("/login");
  const site = byName(page);
  await page.goto(`${site}/login?next=/settings/security`);
  await signInByForm(page);
  await link(page, "Add a passkey").click();
  await field(page, "Name").fill("Telephone");
  await button(page, "Create the passkey").click();
  await shown(page.getByText("Your passkey is added."));
  await shown(page.getByText("never used"));

  await button(page, "Sign out").click();
  await page.goto(`${site}/login?next=/settings/security`);
  await finger.refuses();
  await button(page, "Use a passkey").click();
  await shown(page.getByText("The passkey was not used."));
  await finger.works();
  await page.getByRole("checkbox", { name: "Keep me signed in" }).check();
  await button(page, "Use a passkey").click();
  await shown(page.getByText("You are signed in."));
  await shown(page.getByText("last used now"));
  const session = (await page.context().cookies()).find(({ name }) => name === "session");
  expect(session?.expires).toBeGreaterThan(Date.now() / 1000 + 86_400);

  await provedLongAgo(ada);
  await link(page, "Add a passkey").click();
  await button(page, "Use a passkey").click();
  await shown(page.getByRole("heading", { name: "Add a passkey" }));
  await link(page, "Back to security").click();
  await link(page, "Change Telephone").click();
  await button(page, "Remove this passkey").click();
  await shown(page.getByText("The passkey is removed."));
});

story(
  "without JavaScript ada reads that passkeys need it",
  { javaScript: false },
  async ({ page, signIn }) => {
    const { ada } = await people();
    await page.goto("/login");
    await shown(page.getByText("Passkeys need JavaScript"));
    await gone(button(page, "Use a passkey"));
    await signIn(page, ada);
    await page.goto("/settings/security/passkeys/new");
    await shown(page.getByText("Passkeys need JavaScript"));
    await gone(button(page, "Create the passkey"));
  },
);
