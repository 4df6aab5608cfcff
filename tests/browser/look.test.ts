/**
 * Every page as people find it: on a desk and on a telephone, light and dark, read by axe. With LOOK=folder each of them
 * is also left there as a picture, for a look with one's own eyes.
 */
import { afterEach, expect, test } from "bun:test";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { db } from "../../db/client.ts";
import { users } from "../../db/schema.ts";
import { answer } from "../../src/app.tsx";
import { block } from "../../src/domain/blocks.ts";
import { follow } from "../../src/domain/follows.ts";
import type { Viewer } from "../../src/domain/people.ts";
import { publish } from "../../src/domain/posts.ts";
import { saveProfile } from "../../src/domain/profile.ts";
import { send } from "../../src/domain/sending.ts";
import { asset } from "../../src/web/assets.ts";
import { codeOf, hasApp } from "../support/authenticator.ts";
import { browser, shown } from "../support/browser.ts";
import { wroteEarlier } from "../support/earlier-posts.ts";
import { jobsDone } from "../support/jobs.ts";
import { PASSWORD, people, person } from "../support/people.ts";
import { hasPasskey } from "../support/security.ts";
import { useMail } from "../support/smtp.ts";

const story = browser();

type Steps = (page: Page) => Promise<unknown>;

const go =
  (path: string): Steps =>
  (page) =>
    page.goto(path);

/** What a visitor sees. */
const visitors: Record<string, Steps> = {
  front: go("/"),
  explore: go("/explore"),
  search: go("/search"),
  "search, found": go("/search?q=hello"),
  "search, nothing": go("/search?q=nothing+at+all"),
  profile: go("/@grace"),
  followers: go("/@grace/followers"),
  login: go("/login?next=/@grace"),
  register: go("/register"),
  "password reset": go("/password-reset"),
  "dead link": go("/confirm-email/none"),
  appearance: go("/settings/appearance"),
  nothing: go("/no/such/page"),
  "second step": async (page) => {
    await page.goto("/login");
    await page.getByRole("textbox", { name: "User name" }).fill("linus");
    await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await shown(page.getByRole("heading", { name: "One more step" }));
  },
  "login refused": async (page) => {
    await page.goto("/login");
    await page.getByRole("textbox", { name: "User name" }).fill("nobody");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await shown(page.getByText("Please fill this in."));
  },
  "register refused": async (page) => {
    await page.goto("/register");
    await page.getByRole("button", { name: "Create my account" }).click();
    await shown(page.getByText("Please fill this in."));
  },
};

/** What ada sees, who follows grace. */
const members: Record<string, Steps> = {
  home: go("/"),
  "own profile": go("/@ada"),
  "other profile": go("/@grace"),
  following: go("/@ada/following"),
  settings: go("/settings/profile"),
  account: go("/settings/account"),
  "my data": go("/settings/export"),
  "account refused": async (page) => {
    await page.goto("/settings/account");
    await page.getByRole("button", { name: "Change password" }).click();
    await shown(page.getByText("Please use at least 8 characters."));
  },
  security: go("/settings/security"),
  "security events": go("/settings/security/events"),
  "new passkey": go("/settings/security/passkeys/new"),
  "authenticator app": async (page) => {
    await page.goto("/settings/security/authenticator");
    await page.getByRole("button", { name: "Set up an app" }).click();
    await shown(page.getByRole("textbox", { name: "Code" }));
  },
  "recovery codes": async (page) => {
    const secret = (await page.locator(".secret").textContent()) ?? "";
    await page.getByRole("textbox", { name: "Code" }).fill(codeOf(secret));
    await page.getByRole("button", { name: "Turn it on" }).click();
    await shown(page.getByText("The app is set up."));
  },
  "security with an app": go("/settings/security"),
  "removal of an app": go("/settings/security/authenticator"),
  "picture refused": async (page) => {
    await page.goto("/settings/profile");
    await page.getByRole("button", { name: "Use this picture" }).click();
    await shown(page.getByText("Please choose a picture first."));
  },
  notifications: go("/notifications"),
  "notification settings": go("/settings/notifications"),
  card: async (page) => {
    await page.goto("/explore");
    await page.locator("article .person-link").first().focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await shown(page.locator(":popover-open .counts"));
  },
  "people to mention": async (page) => {
    await page.goto("/");
    await page.getByLabel("What is on your mind?").pressSequentially("Hello @gr");
    await shown(page.getByRole("option"));
  },
  "nothing, signed in": go("/@nobody"),
  "middle of explore": async (page) => {
    await page.goto("/explore");
    await page.goto((await page.getByRole("link", { name: "Older posts" }).getAttribute("href")) ?? "");
  },
  post: async (page) => {
    await page.goto("/@ada");
    await page
      .getByRole("article")
      .first()
      .getByRole("link", { name: /now|ago/ })
      .click();
    await shown(page.getByRole("heading", { name: "Post by Ada" }));
  },
  "edit page": async (page) => {
    await page.goto("/@ada");
    await page.goto((await page.getByRole("link", { name: "Edit" }).last().getAttribute("href")) ?? "");
  },
  "delete page": async (page) => {
    await page.goto("/@ada");
    await page.goto((await page.getByRole("link", { name: "Delete" }).last().getAttribute("href")) ?? "");
  },
  editor: async (page) => {
    await page.goto("/");
    await page.getByRole("link", { name: "Edit" }).first().click();
    await shown(page.getByRole("textbox", { name: "Text" }));
  },
  dialog: async (page) => {
    await page.goto("/");
    await page.getByRole("link", { name: "Delete" }).first().click();
    await shown(page.getByRole("dialog"));
  },
  "post refused": async (page) => {
    await page.goto("/");
    await page.getByRole("textbox").fill("o".repeat(501));
    await page.getByRole("button", { name: "Publish" }).click();
    await shown(page.getByText("This is too long"));
  },
  "settings refused": async (page) => {
    await page.goto("/settings/profile");
    await page.getByRole("textbox", { name: "User name" }).fill("grace");
    await page.getByRole("button", { name: "Save" }).click();
    await shown(page.getByText("This user name is taken."));
  },
  message: async (page) => {
    await page.goto("/");
    await page.route("**/edit", (route) => route.abort());
    await page.getByRole("link", { name: "Edit" }).first().click();
    await shown(page.getByText("The server cannot be reached."));
  },
};

/** What somebody sees who has yet to confirm their address. */
const unconfirmed: Record<string, Steps> = {
  "home, unconfirmed": go("/"),
  "account, unconfirmed": async (page) => {
    await page.goto("/settings/account");
    await page.getByRole("textbox", { name: "New address" }).fill("countess@example.org");
    await page.getByRole("textbox", { name: "Current password" }).first().fill(PASSWORD);
    await page.getByRole("button", { name: "Change address" }).click();
    await shown(page.getByText("waits to be confirmed"));
  },
  "dead link, unconfirmed": go("/confirm-email/none"),
};

/** What ada sees who writes with some, and would rather not with others. */
const correspondents: Record<string, Steps> = {
  conversations: go("/messages"),
  requests: go("/messages/requests"),
  conversation: go("/messages/@grace"),
  "new conversation": go("/messages/@mary"),
  request: async (page) => {
    await page.goto("/messages/requests");
    await page.getByRole("link", { name: "@xx" }).click();
    await shown(page.getByRole("button", { name: "Accept" }));
  },
  "delete message": async (page) => {
    await page.goto("/messages/@grace");
    await page.getByRole("link", { name: "Delete", exact: true }).last().click();
    await shown(page.getByRole("dialog"));
  },
  "delete conversation": async (page) => {
    await page.goto("/messages/@grace");
    await page.getByRole("link", { name: "Delete conversation" }).click();
    await shown(page.getByRole("button", { name: "Delete it for me" }));
  },
  "message refused": async (page) => {
    await page.goto("/messages/@grace");
    await page.getByRole("textbox").fill("o".repeat(2001));
    await page.getByRole("button", { name: "Send" }).click();
    await shown(page.getByText("This is too long"));
  },
  "profile menu": async (page) => {
    await page.goto("/@grace");
    await page.locator("summary").click();
    await shown(page.getByRole("link", { name: "Block" }));
  },
  "block question": go("/@grace/block"),
  "blocked profile": go("/@mary"),
  privacy: go("/settings/privacy"),
};

/** What somebody sees who is new to a place that is new. */
const newcomers: Record<string, Steps> = {
  "empty home": go("/"),
  "empty explore": go("/explore"),
  "empty profile": go("/@ada"),
  "empty followers": go("/@ada/followers"),
  "empty notifications": go("/notifications"),
};

const VIEWS = [
  { who: "visitors", pages: visitors, set: aLivelyPlace },
  { who: "members", pages: members, set: aLivelyPlace },
  { who: "correspondents", pages: correspondents, set: aLivelyPlace },
  { who: "newcomers", pages: newcomers, set: people },
  { who: "the unconfirmed", pages: unconfirmed, set: aPlaceWithMail },
];

for (const width of [1280, 390] as const) {
  for (const { who, pages, set } of VIEWS) {
    const setting = { width, javaScript: true, mishaps: [404, 422, "no answer" as const] };
    story(`what ${who} see at ${width}`, setting, async ({ page, signIn }) => {
      const { ada } = await set();
      if (who !== "visitors") await signIn(page, ada);
      const complaints: string[] = [];
      for (const [nth, [name, steps]] of Object.entries(pages).entries()) {
        await steps(page);
        for (const [colours, rules] of looksAt(width, nth)) {
          const said = await complaintsAbout(page, colours, rules);
          complaints.push(...said.map((complaint) => `${name}, ${colours}: ${complaint}`));
          await takePicture(page, `${name} ${width} ${colours}.png`);
        }
      }
      expect(complaints).toEqual([]);
    });
  }
}

/** A mail server that is never asked is server enough. */
async function aPlaceWithMail() {
  const cast = await people();
  await db.update(users).set({ emailConfirmedAt: null });
  useMail("smtp://127.0.0.1:1");
  return cast;
}

afterEach(() => useMail(undefined));

/** Someone with a long name, posts in several scripts, words that find no place to break. */
async function aLivelyPlace() {
  const cast = await people();
  const { ada, grace, linus } = cast;
  const about = "Rear admiral, and first of all a programmer: https://example.org/grace";
  await saveProfile(grace, { username: "grace", name: "Grace Brewster Murray Hopper, PhD, USN", about });
  await saveProfile(linus, {
    username: "x".repeat(30),
    name: "Rindfleischetikettierungsgesetz".repeat(2).slice(0, 50),
    about: "",
  });
  await hasApp(linus);
  await hasPasskey(ada);
  await wroteEarlier(linus, 21);
  await follow(ada, grace);
  await follow(linus, grace);
  for (const fan of [grace, linus]) await follow(fan, ada);
  for (const [author, body] of posts(ada, grace)) await publish(author, { body });
  const mary = await person("mary", "Mary");
  await block(ada, mary);
  await follow(grace, ada);
  for (const [author, body] of posts(ada, grace)) await send(author, author === ada ? grace : ada, { body });
  await send(linus, ada, { body: "May I ask you something about molecules? ".repeat(9) });
  await jobsDone();
  return cast;
}

const posts = (ada: Viewer, grace: Viewer): [Viewer, string][] => [
  [grace, "It is often easier to ask for forgiveness than to ask for permission."],
  [grace, `Donaudampfschifffahrtsgesellschaft${"kapitäne".repeat(12)}`],
  [grace, "Good morning, @ada and @nobody_at_all. Read https://example.org/@ada before noon."],
  [grace, "A ship in port is safe,\nbut that is not what ships are built for."],
  [ada, "مرحبا بالعالم، هذا نص من اليمين إلى اليسار"],
  [
    ada,
    "春の海 ひねもすのたり のたりかな — https://example.org/a/rather/long/address/that/has/to/be/cut/somewhere",
  ],
  [ada, "👩‍💻 The engine weaves algebraic patterns just as the loom weaves flowers and leaves."],
];

type Look = [colours: "light" | "dark", rules: string[] | "all" | "none"];

/**
 * All rules on the desk, which take half a second; what a width alone can break is measured by ourselves, at each. Dark
 * changes nothing but the contrasts: those of every fourth page, as all are made of the same parts, and of all with
 * `LONG=1`, which also has all rules for the telephone.
 */
function looksAt(width: 1280 | 390, nth: number): Look[] {
  if (process.env.LONG || process.env.LOOK) return [["light", "all"], DARK];
  if (width === 390) return [["light", "none"]];
  return [["light", "all"], ...(nth % 4 === 0 ? [DARK] : [])];
}

const DARK: Look = ["dark", ["color-contrast"]];

/** What is wrong with the page as it stands, a line each. */
async function complaintsAbout(page: Page, colours: Look[0], rules: Look[1]): Promise<string[]> {
  await page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
  return [
    ...(rules === "none" ? [] : await violationsOf(page, rules)),
    ...(colours === "light" ? await asSmallAsPossible(page, () => page.evaluate(measure)) : []),
  ];
}

async function violationsOf(page: Page, rules: string[] | "all"): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(); // without it, a second page is opened to put frames together
  if (rules === "all") axe.options({ rules: { "target-size": { enabled: true } } });
  else axe.withRules(rules);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message}`),
  );
}

/** On the smallest telephone, or a desk with everything four times as large. */
async function asSmallAsPossible<T>(page: Page, look: () => Promise<T>): Promise<T> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const seen = await look();
  if (size) await page.setViewportSize(size);
  return seen;
}

/** Runs in the page: what is wider than the screen, and what a finger could miss. */
function measure(): string[] {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const fingers = matchMedia("(pointer: coarse)").matches;
  const controls = document.querySelectorAll<HTMLElement>(
    "button, textarea, input:not([type=hidden]), nav a, .btn",
  );
  const small = [...controls].filter((control) => {
    const { width, height } = (control.closest("label") ?? control).getBoundingClientRect();
    return fingers && height > 0 && (height < 44 || width < 44);
  });
  return [
    ...(wide > 0 ? [`${wide} px too wide`] : []),
    ...small.map((control) => `small: ${control.outerHTML}`),
  ];
}

async function takePicture(page: Page, name: string) {
  if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, name) });
}

story("the tab key stops where one can do something, and it shows", { javaScript: true }, async (scene) => {
  const { page, signIn } = scene;
  const { ada } = await aLivelyPlace();
  await signIn(page, ada);
  for (const path of ["/", "/@grace", "/settings/appearance"]) {
    await page.goto(path);
    const stops = await tabThrough(page);
    expect(stops[0]?.name).toBe("Skip to content");
    expect(stops.filter((stop) => !stop.rings)).toEqual([]);
    expect(stops.length).toBe(await page.evaluate(countStops));
  }
});

/** Presses Tab from the top of the page to its end. */
async function tabThrough(page: Page) {
  const stops: { name: string; rings: boolean }[] = [];
  for (;;) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const { activeElement: element } = document;
      if (element === null || element === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { width, height } = element.getBoundingClientRect();
      const rings = outlineStyle === "solid" && Number.parseFloat(outlineWidth) >= 2 && width * height > 0;
      return { name: element.textContent ?? "", rings };
    });
    if (stop === null) return stops;
    stops.push(stop);
  }
}

/** Runs in the page. Of radio buttons that belong together, only the chosen one is a stop. */
function countStops() {
  const controls = document.querySelectorAll<HTMLElement>(
    "a, button, summary, textarea, input:not([type=hidden])",
  );
  return [...controls].filter((control) => {
    const passed = control instanceof HTMLInputElement && control.type === "radio" && !control.checked;
    return control.checkVisibility() && !passed;
  }).length;
}

story("each text reads in its own direction", async ({ page, signIn }) => {
  const { ada } = await people();
  await publish(ada, { body: "مرحبا بالعالم" });
  await publish(ada, { body: "Hello, world" });
  await signIn(page, ada);
  await page.goto("/");
  const directionOf = (text: string) =>
    page.getByText(text).evaluate((element) => getComputedStyle(element).direction);
  expect(await directionOf("مرحبا بالعالم")).toBe("rtl");
  expect(await directionOf("Hello, world")).toBe("ltr");

  await page.getByRole("textbox").fill("שלום");
  expect(await page.getByRole("textbox").evaluate((box) => getComputedStyle(box).direction)).toBe("rtl");
});

story("a first visit weighs less than a photograph", { javaScript: true }, async ({ page }) => {
  await aLivelyPlace();
  const network = await page.context().newCDPSession(page);
  let bytes = 0;
  network.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await network.send("Network.enable");
  await page.goto("/", { waitUntil: "networkidle" });
  expect(bytes).toBeGreaterThan(20_000);
  expect(bytes).toBeLessThanOrEqual(60_000);
});

test("all scripts of ours together weigh less than 10 KB", async () => {
  const folder = join(import.meta.dir, "../../public");
  const scripts = await Array.fromAsync(new Bun.Glob("*.js").scan({ cwd: folder }));
  const sizes = await Promise.all(scripts.map(async (name) => Bun.gzipSync(await served(name)).length));
  expect(scripts.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(10_240);
});

const served = async (name: string) => (await answer(new Request(`http://localhost${asset(name)}`))).bytes();
