import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "bun";

export interface Checkout {
  root: string;
  remove(): Promise<void>;
}

/** The project at another commit, in a folder of its own, with what it depends on. */
export async function checkOut(ref: string): Promise<Checkout> {
  const project = join(import.meta.dirname, "../..");
  const folder = await mkdtemp(join(tmpdir(), "microblog-at-"));
  const root = join(folder, "project");
  await $`git worktree add --quiet --detach ${root} ${ref}`.cwd(project);
  await $`bun install --frozen-lockfile --silent`.cwd(root);
  return {
    root,
    async remove() {
      await $`git worktree remove --force ${root}`.cwd(project).quiet();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The present commit, and whether files differ from it. */
export async function commit(): Promise<string> {
  const project = join(import.meta.dirname, "../..");
  const name = (await $`git rev-parse --short HEAD`.cwd(project).text()).trim();
  const changes = await $`git status --porcelain`.cwd(project).text();
  return changes.trim() === "" ? name : `${name} with changes`;
}
