/** What is typed wrong at `bun run backup` and `restore` does nothing, and says so. */
import { afterAll, expect, test } from "bun:test";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "../../src/env.ts";
import { spawnOwn } from "../support/app-process.ts";

const directory = await mkdtemp(join(tmpdir(), "microblog-backups-"));
afterAll(() => rm(directory, { recursive: true }));

test.each([
  ["--keep without a number", "backup", [directory, "--keep"], "--keep"],
  ["a number that is none", "backup", [directory, "--keep", "all"], "--keep must be a whole number"],
  ["an option that is none", "backup", [directory, "--dry-run"], "--dry-run"],
  ["an option that is none, where much may be lost", "restore", [directory, "--dry-run"], "--dry-run"],
  ["nothing", "restore", [], "Usage: bun run restore"],
])("%s", async (_, program, words, complaint) => {
  for (const day of [1, 2]) await Bun.write(`${directory}/microblog-2026010${day}T030000000Z/x`, "");

  const { DATABASE_URL } = env;
  const command = spawnOwn(`src/cli/${program}.ts`, { DATABASE_URL }, undefined, words);

  expect(await command.exited).toBe(1);
  expect(command.lines.join("\n")).toContain(complaint);
  expect(await readdir(directory)).toHaveLength(2);
});
