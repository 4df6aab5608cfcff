import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/sources.ts";

const MB = 1024 * 1024;

/* What is garbage, Bun lets pile up by the memory of the machine; the app is made for as much as compose.yaml gives it. */
test.each(["package.json", "Dockerfile"])("%s has Bun collect as in the app's container", async (name) => {
  const [compose, file] = await Promise.all(
    ["compose.yaml", name].map((path) => readFile(join(ROOT, path), "utf8")),
  );
  const [, given] = /^x-app:.*\n(?: {2}.*\n)*? {2}mem_limit: (\d+)m\n/m.exec(compose ?? "") ?? [];
  const set = [...(file ?? "").matchAll(/BUN_JSC_forceRAMSize=(\d+)/g)].map(
    ([, bytes]) => Number(bytes) / MB,
  );
  expect(set).not.toBeEmpty();
  expect(new Set(set)).toEqual(new Set([Number(given)]));
});
