/**
 * `bun run release VERSION|major|minor|patch`: prepares a release. The version goes into package.json, what is
 * unreleased in CHANGELOG.md gets the version and today's date; the commit and the tag remain to be made, and looked at.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const PACKAGE = join(ROOT, "package.json");
const CHANGELOG = join(ROOT, "CHANGELOG.md");

const STEPS = ["major", "minor", "patch"] as const;

/**
 * The version that is meant: three numbers after the current ones, or the next step from there. Throws a sentence for
 * what is neither.
 */
export function nextVersion(current: string, wish: string): string {
  const now = current.split(".").map(Number);
  const step = STEPS.indexOf(wish as (typeof STEPS)[number]);
  if (step >= 0)
    return now.map((number, index) => (index < step ? number : index === step ? number + 1 : 0)).join(".");
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(wish)) {
    throw new Error("Usage: bun run release VERSION|major|minor|patch, such as bun run release 1.2.0");
  }
  const wished = wish.split(".").map(Number);
  const difference = wished.map((number, index) => number - (now[index] ?? 0)).find((number) => number !== 0);
  if (!difference || difference < 0) throw new Error(`${wish} does not come after ${current}.`);
  return wish;
}

/** The changelog with what is unreleased under the version. Throws a sentence when nothing is. */
export function datedChangelog(changelog: string, version: string, date: string): string {
  const [before, after] = changelog.split("## [Unreleased]\n");
  if (after === undefined) throw new Error("CHANGELOG.md has no section ## [Unreleased].");
  const unreleased = after.split(/^## /m)[0] ?? "";
  if (!/^- /m.test(unreleased)) throw new Error("CHANGELOG.md has nothing under ## [Unreleased].");
  return `${before}## [Unreleased]\n\n## [${version}] - ${date}\n${after}`;
}

function prepare(wish: string) {
  const packageJson = readFileSync(PACKAGE, "utf8");
  const current: string = JSON.parse(packageJson).version;
  const version = nextVersion(current, wish);
  const today = new Date().toISOString().slice(0, 10);
  writeFileSync(CHANGELOG, datedChangelog(readFileSync(CHANGELOG, "utf8"), version, today));
  writeFileSync(PACKAGE, packageJson.replace(`"version": "${current}"`, `"version": "${version}"`));
  console.log(`package.json and CHANGELOG.md are those of ${version}. When you have looked at them:

  git commit --all --message "Release ${version}"
  git tag --annotate v${version} --message "${version}"
  git push --follow-tags`);
}

if (import.meta.main) {
  try {
    prepare(process.argv[2] ?? "");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
