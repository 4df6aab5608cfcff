import { log } from "../log.ts";
import { backfill } from "./backfill.ts";
import { countRows } from "./documents.ts";

/** How often the log tells how far it is. */
const TELL_EVERY_MS = 10_000;

/**
 * The job that fills MySQL's index with what was written before there was one. It takes hours where there are millions of
 * posts: in batches, from where it was interrupted, and the log tells how far it has come since it was taken up.
 */
export async function fillIndex(between: () => Promise<void>, tellEvery = TELL_EVERY_MS): Promise<void> {
  const done = { posts: 0, people: 0 };
  const total = { posts: await countRows("posts"), people: await countRows("people") };
  let toldAt = performance.now();
  await backfill(async ({ kind, count }) => {
    done[kind] += count;
    await between();
    if (performance.now() - toldAt < tellEvery) return;
    toldAt = performance.now();
    log.info({ kind, done: done[kind], total: total[kind] }, "filling the search index");
  });
  log.info(done, "the search index is filled");
}
