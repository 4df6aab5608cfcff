import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import recorded from "./recorded.json";
import type { Report, Row } from "./table.ts";

/*
 * The small bench, with `bun run test:long`: no page may ask the database more often than was recorded, nor may a home
 * page fall behind the bare server by more than a quarter of what was recorded. Both are figures that one machine can
 * compare with another's. (The ratio of smaller pages depends on who else is at work.) Where a change is meant to cost
 * more, or has made pages faster, record anew while the machine does nothing else, and commit the file:
 *
 *     bun run bench --small --json tests/bench/recorded.json
 */
const FALL = 0.75;

type Figures = Pick<Row, "page" | "queries" | "ratio">;

test.skipIf(!process.env.LONG)(
  "pages cost no more than what was recorded",
  async () => {
    const now = await smallBench();
    expect(now.rows.map(({ page }) => page)).toEqual(recorded.rows.map(({ page }) => page));
    expect(recorded.rows.flatMap((then) => faults(then, now.rows))).toEqual([]);
  },
  600_000,
);

function faults(then: Figures, rows: Figures[]): string[] {
  return rows
    .filter(({ page }) => page === then.page)
    .flatMap(({ page, queries, ratio }) => [
      queries > then.queries ? `${page}: ${queries} queries, recorded ${then.queries}` : "",
      ratio < then.ratio * FALL
        ? `${page}: ratio ${ratio.toFixed(2)}, recorded ${then.ratio.toFixed(2)}`
        : "",
    ])
    .filter((fault) => fault !== "");
}

async function smallBench(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "microblog-bench-"));
  const file = join(folder, "report.json");
  try {
    const bench = Bun.spawn([process.execPath, "tests/bench/bench.ts", "--small", "--json", file], {
      cwd: join(import.meta.dirname, "../.."),
      stdout: "ignore",
      stderr: "pipe",
    });
    const said = await new Response(bench.stderr).text();
    if ((await bench.exited) !== 0) throw new Error(said);
    return await Bun.file(file).json();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
