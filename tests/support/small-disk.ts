import { mkdtempSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of its own, so small that it can be filled. */
export interface SmallDisk {
  folder: string;
  /** Takes all the room that is left on it. */
  fill(): Promise<void>;
  /** Gives it back. */
  clear(): Promise<void>;
  remove(): Promise<void>;
}

/** The disk goes with the process that asked for it, however that ends: the shell waits for the end of a pipe. */
const SCRIPT =
  'mount -t tmpfs -o "size=$2M" microblog "$1" || exit 1; echo mounted; cat >/dev/null; umount -l "$1"; rmdir "$1"';

/** A disk of so many megabytes in memory; null where this user may not mount one. */
export async function smallDisk(megabytes: number): Promise<SmallDisk | null> {
  const folder = mkdtempSync(join(tmpdir(), "microblog-disk-"));
  const shell = Bun.spawn(["/bin/sh", "-c", SCRIPT, "sh", folder, String(megabytes)], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "ignore",
    detached: true,
  });
  const { value } = await shell.stdout.getReader().read();
  if (!value) {
    await rm(folder, { recursive: true, force: true });
    return null;
  }

  const ballast = join(folder, "ballast");
  return {
    folder,
    async fill() {
      await using file = await open(ballast, "a");
      for (let part = Buffer.alloc(1 << 20); part.length > 0; ) {
        const { bytesWritten } = await file.write(part).catch(() => ({ bytesWritten: 0 }));
        if (bytesWritten < part.length) part = part.subarray(0, part.length >> 1);
      }
    },
    clear: () => rm(ballast, { force: true }),
    async remove() {
      await shell.stdin.end();
      await shell.exited;
    },
  };
}
