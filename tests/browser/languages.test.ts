import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { browser, shown } from "../support/browser.ts";
import { people } from "../support/people.ts";

const story = browser();

const speaks = async (page: Page, language: "en" | "es") => {
  const heading = { en: "Short thoughts", es: "Ideas breves" }[language];
  await shown(page.getByRole("heading", { name: heading }));
  expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
};

story("a visitor is greeted in the language of the browser", { locale: "es-MX" }, async ({ page }) => {
  await people();
  await page.goto("/");
  await speaks(page, "es");
});

story("a visitor with another language is greeted in English", { locale: "fi" }, async ({ page }) => {
  await people();
  await page.goto("/");
  await speaks(page, "en");
});

story("a visitor chooses Spanish at the foot of the page", async ({ page }) => {
  await people();
  await page.goto("/explore?before=5");
  await page.getByRole("button", { name: "Español" }).click();
  await shown(page.getByText("Tu elección está guardada"));
  expect(page.url()).toEndWith("/explore?before=5");
  await page.goto("/");
  await speaks(page, "es");
  await page.getByRole("button", { name: "English" }).click();
  await speaks(page, "en");
});

story("ada's language goes where she goes", { width: 390 }, async ({ page, signIn, another }) => {
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/settings/appearance");
  await page.getByRole("radio", { name: "Español" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await shown(page.getByRole("radio", { name: "Español", checked: true }));

  const elsewhere = await another({ locale: "en" });
  await signIn(elsewhere, ada);
  await elsewhere.goto("/");
  expect(await elsewhere.evaluate(() => document.documentElement.lang)).toBe("es");
});

story("ada writes in Spanish and hears it counted", { locale: "es", javaScript: true }, async (scene) => {
  const { page, signIn } = scene;
  const { ada } = await people();
  await signIn(page, ada);
  await page.goto("/");
  await page.getByRole("textbox").fill("¡Hola!");
  await shown(page.getByText("494"));
  await page.getByRole("button", { name: "Publicar" }).click();
  await shown(page.getByRole("article").filter({ hasText: "ahora" }));
});
