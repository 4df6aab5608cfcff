/** In the middle of an upgrade the previous version serves on this version's schema: docs/upgrade.md. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { checkOut } from "../bench/other-commit.ts";
import { startApp } from "../support/app-process.ts";
import { people } from "../support/people.ts";

setDefaultTimeout(120_000);

/** The newest released version before this commit, or the commit that PREVIOUS_VERSION names. */
const previous = process.env.PREVIOUS_VERSION || newestTag();

function newestTag(): string {
  const root = join(import.meta.dirname, "../..");
  const git = Bun.spawnSync(["git", "describe", "--tags", "--abbrev=0", "--match=v*", "HEAD^"], {
    cwd: root,
  });
  return git.stdout.toString().trim();
}

describe.if(previous !== "")("the previous version", () => {
  test(`${previous} serves on this version's schema`, async () => {
    await people();
    const checkout = await checkOut(previous);
    try {
      const app = await startApp({ LOG_LEVEL: "info" }, checkout.root);
      try {
        for (const path of ["/", "/explore", "/@ada", "/login", "/register"])
          expect([path, (await fetch(app.address + path)).status]).toEqual([path, 200]);

        const password = "correct horse battery";
        const account = { username: "mary", email: "mary@example.org", password, passwordConfirm: password };
        const registered = await app.post("/register", account);
        const Cookie = registered.headers
          .getSetCookie()
          .map((cookie) => cookie.split(";")[0])
          .join("; ");
        const posted = await app.post("/posts", { body: "Hello from before", key: "before" }, { Cookie });
        expect([registered.status, posted.status]).toEqual([303, 303]);
        expect(await (await fetch(`${app.address}/explore`)).text()).toContain("Hello from before");
      } finally {
        await app.end("SIGTERM");
      }
    } finally {
      await checkout.remove();
    }
  });
});
