import { expect, test } from "bun:test";
import { datedChangelog, nextVersion } from "../../src/cli/release.ts";
import { files } from "../support/sources.ts";

test.each([
  ["1.2.3", "patch", "1.2.4"],
  ["1.2.3", "minor", "1.3.0"],
  ["1.2.3", "major", "2.0.0"],
  ["1.2.3", "1.10.0", "1.10.0"],
  ["0.9.9", "1.0.0", "1.0.0"],
])("after %s, %s is %s", (current, wish, version) => {
  expect(nextVersion(current, wish)).toBe(version);
});

test.each(["", "next", "1.2", "1.2.3-rc1", "v1.3.0", "01.3.0"])("%p is no version", (wish) => {
  expect(() => nextVersion("1.2.3", wish)).toThrow("Usage");
});

test.each(["1.2.3", "1.2.2", "0.9.0"])("%s does not come after 1.2.3", (wish) => {
  expect(() => nextVersion("1.2.3", wish)).toThrow("does not come after");
});

test("what is unreleased becomes the version's, and is empty again", () => {
  const changelog = "# Changelog\n\n## [Unreleased]\n\n- New.\n\n## [1.0.0] - 2026-01-01\n\n- Old.\n";
  const dated = datedChangelog(changelog, "1.1.0", "2026-02-03");
  expect(dated).toBe(
    "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-02-03\n\n- New.\n\n## [1.0.0] - 2026-01-01\n\n- Old.\n",
  );
  expect(() => datedChangelog(dated, "1.2.0", "2026-02-04")).toThrow("nothing under");
});

test("ours has a place for what is unreleased", () => {
  const [changelog] = files("CHANGELOG.md");
  expect(changelog?.text).toContain("\n## [Unreleased]\n");
});
