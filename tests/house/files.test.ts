import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { files, ROOT, sources } from "../support/sources.ts";

const MOST_LINES = 250;

test("no file is longer than one wants to read", () => {
  const long = sources("src", "components").filter(({ text }) => text.split("\n").length > MOST_LINES);
  expect(long.map(({ path }) => path)).toEqual([]);
});

describe("links in the documents lead somewhere", () => {
  test.each(files("{*.md,docs/**/*.md}").map((document) => [document.path, document] as const))(
    "%s",
    (path, { text }) => {
      const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
      const local = links
        .filter((link) => !/^([a-z]+:|#)/.test(link))
        .map((link) => link.split("#")[0] ?? "");
      expect(local.filter((link) => !existsSync(join(ROOT, path, "..", decodeURIComponent(link))))).toEqual(
        [],
      );
    },
  );
});
