import { afterAll, beforeAll, test } from "bun:test";
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { answer } from "../../src/app.tsx";
import type { Viewer } from "../../src/domain/people.ts";
import { startSession } from "../../src/domain/sessions.ts";
import { startWorker } from "../../src/jobs/worker.ts";
import { launchChromium, launchWithMemory } from "./chromium.ts";

/** How long anything may take to appear. Costs nothing where it appears; a busy machine has been late by ten seconds. */
const PATIENCE_MS = 20_000;

/**
 * How long a story may take. Much longer than the patience, so that what did not appear is named: a test that runs out
 * of its time takes the browser with it, and with that all stories that follow.
 */
const STORY_MS = 180_000;

/** How long the browser may take to start: it may have to be installed first. */
const START_MS = 300_000;

/** A desk, or a telephone with a finger. */
const SCREENS = {
  1280: { viewport: { width: 1280, height: 800 } },
  390: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;

/** What a story may meet without failing: an answer with this status, or a request that gets none. */
type Mishap = number | "no answer";

interface Setting {
  width?: keyof typeof SCREENS;
  /** Only with it (true), only without (false); otherwise the story is told twice. */
  javaScript?: boolean;
  /** What the story brings about on purpose; anything else that goes wrong fails it. */
  mishaps?: Mishap[];
  locale?: string;
  colorScheme?: "light" | "dark";
  /** Whether the browser keeps a page that was left, for "back", as everyone's does. Takes a second more. */
  memory?: boolean;
  /** How long the story may take, in milliseconds, where that is long. */
  mostMs?: number;
}

export interface Scene {
  page: Page;
  /** Whether the browser runs scripts. */
  javaScript: boolean;
  /** Signs someone in on this page's browser without the way through the form. */
  signIn(page: Page, person: Pick<Viewer, "id">): Promise<void>;
  /** Another browser, in which nobody is signed in. */
  another(setting?: Pick<Setting, "width" | "locale" | "colorScheme">): Promise<Page>;
}

type Tell = (scene: Scene) => Promise<void>;

/**
 * For the stories of one file: the site with a worker, and a browser. Answers `story`, which registers a test with
 * JavaScript and one without. A story fails on anything that a developer would see in red: errors of scripts, what the
 * content security policy stopped, answers of 400 and above, requests without an answer.
 */
export function browser() {
  let chromium: Browser;
  let server: ReturnType<typeof serveSite>;

  beforeAll(async () => {
    server = serveSite();
    chromium = await launchChromium();
  }, START_MS);
  afterAll(async () => {
    await chromium.close();
    await server.stop(true);
  });

  function story(name: string, ...told: [Tell] | [Setting, Tell]) {
    const [setting, tell] = told.length === 1 ? [{}, told[0]] : told;
    for (const javaScript of [true, false]) {
      if ((setting.javaScript ?? javaScript) !== javaScript) continue;
      const title = javaScript ? name : `${name} (without JavaScript)`;
      test(title, () => perform(tell, { ...setting, javaScript }), setting.mostMs ?? STORY_MS);
    }
  }

  async function perform(tell: Tell, setting: Setting & { javaScript: boolean }) {
    const worker = startWorker();
    const site = server.url.origin;
    const faults: string[] = [];
    const contexts: BrowserContext[] = [];
    const open = async (changes: Setting) => {
      const options = { baseURL: site, ...contextFor({ ...setting, ...changes }) };
      const context = await (setting.memory ? launchWithMemory(options) : chromium.newContext(options));
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      watch(context, { faults, mishaps: setting.mishaps ?? [] });
      return context.pages()[0] ?? (await context.newPage());
    };
    try {
      const { javaScript } = setting;
      await tell({
        page: await open({}),
        javaScript,
        signIn: signInAt(site),
        another: (how = {}) => open(how),
      });
      if (faults.length > 0) throw new Error(faults.join("\n"));
    } finally {
      await Promise.all(contexts.map((context) => context.close()));
      await worker.stop();
    }
  }

  return story;
}

/** The whole site at a port of its own. */
const serveSite = () =>
  Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request, server) =>
      answer(request, server.requestIP(request)?.address, () => server.timeout(request, 0)),
  });

const signInAt = (url: string) => async (page: Page, person: Pick<Viewer, "id">) => {
  const value = await startSession(person.id, { remember: false, userAgent: "Chromium", address: "" });
  await page.context().addCookies([{ name: "session", value, url }]);
};

const contextFor = ({ width = 1280, javaScript, locale = "en", colorScheme = "light" }: Setting) =>
  ({
    ...SCREENS[width],
    javaScriptEnabled: javaScript,
    locale,
    colorScheme,
  }) satisfies BrowserContextOptions;

interface Watch {
  faults: string[];
  mishaps: Mishap[];
}

/** Lines of the console that repeat what the events of the network tell, and with less. */
const OF_NETWORK = /^Failed to load resource|Failed to fetch|htmx:error: timeout/;

/** Notes everything that goes wrong in a browser, but for the mishaps. */
function watch(context: BrowserContext, { faults, mishaps }: Watch) {
  context.on("weberror", (error) => faults.push(`An error in a script: ${error.error().stack}`));
  context.on("console", (line) => {
    const red = ["error", "warning"].includes(line.type());
    if (red && !OF_NETWORK.test(line.text())) faults.push(`In the console: ${line.text()}`);
  });
  context.on("response", (response) => {
    const status = response.status();
    if (status >= 400 && !mishaps.includes(status)) faults.push(`${status} for ${response.url()}`);
  });
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    const left = reason === "net::ERR_ABORTED"; // the page was left, or asked again
    if (!left && !mishaps.includes("no answer")) faults.push(`${reason} for ${request.url()}`);
  });
}

/** Waits until it is to be seen. */
export const shown = (locator: Locator) => locator.first().waitFor();

/** Waits until it is no longer to be seen, or not there. */
export const gone = (locator: Locator) => locator.first().waitFor({ state: "hidden" });

/** Waits until it has the focus. */
export const focused = (locator: Locator) => shown(locator.and(locator.page().locator(":focus")));
