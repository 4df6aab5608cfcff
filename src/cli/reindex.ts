/**
 * `bun run reindex`: builds the search index anew from the tables while the site runs. On Elasticsearch beside the old
 * one, which serves until the new one is whole; where there is none, in the tables of words.
 */
import { migrate } from "../../db/migrate.ts";
import { asOnlyOne } from "../../db/only-one.ts";
import { env } from "../env.ts";
import { backfillAgain } from "../search/backfill.ts";
import { engines } from "../search/choose.ts";
import { countRows } from "../search/documents.ts";
import { describeElastic, isElastic } from "../search/elastic/faults.ts";
import { rebuild } from "../search/elastic/rebuild.ts";
import { REINDEX } from "../search/tell.ts";
import { Complaint, command } from "./command.ts";
import { progressBar } from "./progress.ts";

const OTHER = "Another reindex is at work: this one has done nothing.";
const STOPPED = "Stopped. The old index serves; the next `bun run reindex` goes on from here.";

let stopped = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => (stopped = true)); // a second one ends us

await command(async () => {
  await migrate(env.DATABASE_URL, { say: console.log });
  const outcome = await asOnlyOne(REINDEX, engines.elasticsearch === null ? inDatabase : inElasticsearch);
  if (outcome === null) throw new Complaint(OTHER);
});

async function inElasticsearch() {
  const { engine } = engines.elasticsearch ?? {};
  if (!engine) return;
  const onProgress = progressBar();
  try {
    if (!(await rebuild(engine, { onProgress, stopped: () => stopped }))) throw new Complaint(STOPPED);
  } catch (error) {
    if (!isElastic(error)) throw error;
    throw new Complaint(
      `${describeElastic(error)}\nThe old index serves, if there was one; run this again to go on.`,
    );
  }
}

async function inDatabase() {
  const onProgress = progressBar();
  const done = { posts: 0, people: 0 };
  const total = { posts: await countRows("posts"), people: await countRows("people") };
  await backfillAgain(async ({ kind, count }) => {
    done[kind] += count;
    onProgress({ step: kind, done: done[kind], total: Math.max(done[kind] + 1, total[kind]) });
    if (stopped) throw new Complaint("Stopped. The app's worker does the rest by itself.");
  });
  onProgress({ step: "posts", done: done.posts, total: done.posts });
}
