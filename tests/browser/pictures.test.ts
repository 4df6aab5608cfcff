import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { publish } from "../../src/domain/posts.ts";
import { browser, focused, gone, shown } from "../support/browser.ts";
import { people } from "../support/people.ts";
import { png } from "../support/pictures.ts";

const story = browser();

const chooser = (page: Page) => page.getByLabel("A picture of you");
const press = (page: Page, name: string) => page.getByRole("button", { name }).click();
const file = (name: string, mimeType: string, content: Uint8Array | string) => ({
  name,
  mimeType,
  buffer: Buffer.from(content as string),
});

/** The pictures in the middle of the page: whether they can be seen, how large, and whose they are. */
const faces = (page: Page) =>
  page.locator("main img.avatar").evaluateAll((images) =>
    Promise.all(
      (images as HTMLImageElement[]).map(async (image) => ({
        seen: await image.decode().then(
          () => image.naturalWidth > 0,
          () => false,
        ),
        shape: [image.width, image.height],
        uploaded: image.src.endsWith(".webp"),
      })),
    ),
  );

story(
  "ada shows her face, thinks better of it, and what is no picture is told so",
  { mishaps: [422] },
  async ({ page, signIn, another }) => {
    const { ada } = await people();
    await publish(ada, { body: "Note A" });
    await signIn(page, ada);
    await page.goto("/settings/profile");

    await press(page, "Use this picture");
    await shown(page.getByText("Please choose a picture first."));
    await focused(chooser(page));

    await chooser(page).setInputFiles(file("me.png", "image/png", "<svg onload=alert(1)>"));
    await press(page, "Use this picture");
    await shown(page.getByText("This is no picture that we can read."));

    await chooser(page).setInputFiles(file("me.png", "image/png", png(600, 300)));
    await press(page, "Use this picture");
    await shown(page.getByText("Your picture is saved."));
    expect(await faces(page)).toEqual([{ seen: true, shape: [88, 88], uploaded: true }]);

    const elsewhere = await another({ width: 390 });
    await elsewhere.goto("/explore");
    expect(await faces(elsewhere)).toEqual([{ seen: true, shape: [44, 44], uploaded: true }]);

    await press(page, "Remove the picture");
    await shown(page.getByText("Your picture is removed."));
    await gone(page.getByRole("button", { name: "Remove the picture" }));
    expect(await faces(page)).toEqual([{ seen: true, shape: [88, 88], uploaded: false }]);
  },
);
