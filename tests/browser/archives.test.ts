import { expect } from "bun:test";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { publish } from "../../src/domain/posts.ts";
import { textIn } from "../support/archives.ts";
import { browser, shown } from "../support/browser.ts";
import { people } from "../support/people.ts";

const story = browser();

story(
  "ada takes her posts along, reads them without the site, and brings them to another account",
  { mishaps: [422] },
  async ({ page, signIn, another, javaScript }) => {
    const { ada, grace } = await people();
    await publish(ada, { body: "The engine weaves" });
    await signIn(page, ada);
    await page.goto("/settings/profile");
    await page.getByRole("link", { name: "My data" }).click();
    await page.getByRole("button", { name: "Collect my data" }).click();

    const download = page.getByRole("link", { name: "Download" });
    if (!javaScript)
      await seenAfterReloads(
        () => page.reload(),
        () => download.isVisible(),
      );
    await shown(download);
    const [file] = await Promise.all([page.waitForEvent("download"), download.click()]);
    expect(file.suggestedFilename()).toMatch(/^microblog-ada-\d{4}-\d\d-\d\d\.zip$/);
    const archive = await file.path();

    const folder = await mkdtemp(join(tmpdir(), "microblog-page-"));
    const alone = join(folder, "index.html");
    await writeFile(alone, await textIn(await readFile(archive), "index.html"));
    const reader = await another({ width: 390 });
    await reader.goto(pathToFileURL(alone).href);
    await shown(reader.getByRole("article").filter({ hasText: "The engine weaves" }));
    await rm(folder, { recursive: true });

    const there = await another();
    await signIn(there, grace);
    await there.goto("/settings/export");
    await there.getByRole("button", { name: "Import it" }).click();
    await shown(there.getByText("Please choose a file first."));
    await there.getByLabel("The archive").setInputFiles(archive);
    await there.getByRole("button", { name: "Import it" }).click();
    const result = there.getByText("1 post is new here.");
    if (!javaScript)
      await seenAfterReloads(
        () => there.reload(),
        () => result.isVisible(),
      );
    await shown(result);
    await there.goto("/@grace");
    await shown(there.getByRole("article").filter({ hasText: "from another site" }));
  },
);

/** Without JavaScript the page is looked at again by hand. */
async function seenAfterReloads(reload: () => Promise<unknown>, isSeen: () => Promise<boolean>) {
  while (!(await isSeen())) {
    await Bun.sleep(100);
    await reload();
  }
}
