import { asOnlyOne } from "../../db/only-one.ts";
import { transact } from "../../db/transact.ts";
import { Away } from "../domain/away.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { engines } from "./choose.ts";
import { countRows, type Kind } from "./documents.ts";
import { noteChanged } from "./elastic/changes.ts";
import type { Elastic } from "./elastic/engine.ts";
import { isElastic, NoIndex } from "./elastic/faults.ts";
import { feed } from "./elastic/feed.ts";
import { rebuild } from "./elastic/rebuild.ts";

/** The name under which one process at a time builds indices. */
export const REINDEX = "reindex";

/** A site with no more posts than this gets its first index by itself: it takes seconds. */
const SMALL = 10_000;

/** Elasticsearch, where there is one, is to be told that this changed: by a job of its own, whenever it can be reached. */
export async function passOn(kind: Kind, id: number): Promise<void> {
  if (engines.elasticsearch === null) return;
  await transact(async (tx) => {
    await noteChanged(tx, kind, [id]);
    await enqueue(tx, "tell-elastic", {}, { key: "tell-elastic" });
  });
  jobsWaiting();
}

/** Looks whether Elasticsearch is in order, so that the log says at the start what is not. */
export async function lookForElastic(): Promise<void> {
  await engines.elasticsearch?.breaker.ask(async () => {}).catch(() => {}); // the breaker has told the log
}

/** Has Elasticsearch told of what it was not told yet. */
export async function scheduleTelling(): Promise<void> {
  if (engines.elasticsearch === null) return;
  await transact((tx) => enqueue(tx, "tell-elastic", {}, { key: "tell-elastic" }));
}

/** Tells it. Throws `Away` while it is not to be had. */
export async function tell(between: () => Promise<void>): Promise<void> {
  if (engines.elasticsearch === null) return;
  const { engine, breaker } = engines.elasticsearch;
  try {
    await breaker.ask(async () => {});
    await feed(engine, breaker, between);
  } catch (error) {
    const isNew = error instanceof Away && error.message === new NoIndex().message;
    if (isNew && (await countRows("posts")) <= SMALL) await buildFirst(engine);
    throw error;
  }
}

/**
 * Unless there is one after all: a change that was on its way while `reindex` put another in its place finds none. What
 * Elasticsearch has against it, the breaker finds out by itself.
 */
async function buildFirst(engine: Elastic) {
  await asOnlyOne(REINDEX, async () => {
    if (!(await hasIndices(engine))) await rebuild(engine);
  }).catch((error) => {
    if (!isElastic(error)) throw error;
  });
}

async function hasIndices(engine: Elastic): Promise<boolean> {
  try {
    await engine.look();
    return true;
  } catch (error) {
    if (error instanceof NoIndex) return false;
    throw error;
  }
}
