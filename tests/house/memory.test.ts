import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/sources.ts";

/*
 * Bun lets garbage pile up by the memory of the machine. The app is to stay under 200 MB wherever it runs, so it is told of
 * 256 MB, of which JavaScriptCore takes four fifths for as much as there should be.
 */
const TOLD = 256 * 1024 * 1024;

test.each(["package.json", "Dockerfile"])("%s has Bun collect as on a small machine", async (name) => {
  const text = await readFile(join(ROOT, name), "utf8");
  const told = [...text.matchAll(/BUN_JSC_forceRAMSize=(\d+)/g)].map(([, bytes]) => Number(bytes));
  expect(told).not.toBeEmpty();
  expect(new Set(told)).toEqual(new Set([TOLD]));
});
