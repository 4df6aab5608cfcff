import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "./report.ts";

/** All that a machine with other things to do may be late with. */
const LATE = /^p99 is|answered 503$|answered 503, /;

test.skipIf(!process.env.LONG)(
  "a soak of twenty seconds finds nothing wrong, and tells what it saw",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "microblog-soak-"));
    const file = join(folder, "report.json");
    try {
      const options = ["--for", "20s", "--rate", "10", "--every", "2", "--json", file];
      const soak = Bun.spawn([process.execPath, "tests/soak/soak.ts", ...options], {
        cwd: join(import.meta.dirname, "../.."),
        stdout: "pipe",
        stderr: "pipe",
      });
      const [said, aside] = await Promise.all([
        new Response(soak.stdout).text(),
        new Response(soak.stderr).text(),
      ]);
      const code = await soak.exited;
      if (!(await Bun.file(file).exists())) throw new Error(aside);

      const report: Report = await Bun.file(file).json();
      expect(report.wrong.filter((fault) => !LATE.test(fault))).toEqual([]);
      expect(code).toBe(report.wrong.length === 0 ? 0 : 1);
      expect(said).toContain(report.wrong.length === 0 ? "Passed." : "Failed:");
      expect(report.requests).toBeGreaterThan(300); // those who sign in, and most of what came then
      for (const figure of ["memory", "heap", "handles", "streams", "loop"] as const)
        expect(Math.max(...report.readings.map((reading) => reading[figure] ?? 1))).toBeGreaterThan(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  600_000,
);
