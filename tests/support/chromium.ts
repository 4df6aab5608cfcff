import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { canInstallPackages, installPackages } from "../../db/debian.ts";

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The same without all that only a window needs, and far quicker for it; it keeps no page that was left. */
const WITHOUT_WINDOW = "chromium-headless-shell";
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/** With letters for every language that screenshots show: Latin to Thai, then Chinese, Japanese and Korean, then emoji. */
const PACKAGES = [
  "chromium",
  WITHOUT_WINDOW,
  "fonts-noto-core",
  "fonts-wqy-microhei",
  "fonts-noto-color-emoji",
];

/**
 * Starts a Chromium without a window: the one CHROMIUM_PATH names, or what this machine has. As root on Debian or
 * Ubuntu a missing one is installed; elsewhere the error is one sentence that says what to install.
 */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch(await options([WITHOUT_WINDOW, ...COMMANDS]));
}

/** The same with a profile of its own and the memory for pages that were left, which playwright otherwise takes away. */
export async function launchWithMemory(context: BrowserContextOptions): Promise<BrowserContext> {
  const ignoreDefaultArgs = ["--disable-back-forward-cache"];
  return await chromium.launchPersistentContext("", {
    ...(await options(COMMANDS)),
    ignoreDefaultArgs,
    ...context,
  });
}

async function options(commands: string[]) {
  const executablePath = find(commands) ?? (await install(commands));
  const asRoot = process.getuid?.() === 0;
  return {
    executablePath,
    args: [
      ...(asRoot ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  };
}

function find(commands: string[]): string | undefined {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const command = commands.map((name) => Bun.which(name)).find((path) => path !== null);
  return command ?? [...PLACES, chromium.executablePath()].find((path) => existsSync(path));
}

async function install(commands: string[]): Promise<string> {
  if (canInstallPackages()) await installPackages(...PACKAGES);
  const path = find(commands);
  if (path) return path;
  throw new Error(
    "The browser tests need Chromium: install Chromium or Google Chrome, run `bunx playwright-core install chromium`, or name one by CHROMIUM_PATH.",
  );
}
