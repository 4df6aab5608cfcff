import { countRows, documentsAfter, KINDS, type Kind } from "../documents.ts";
import { type Building, findBuilding, noteBuilding } from "./building.ts";
import { changesOf, type Elastic } from "./engine.ts";
import { isBusy } from "./faults.ts";
import { aliasOf, createNext, indexBehind, nextAliasOf, removeNext, swap, versionOf } from "./indices.ts";
import { VERSION } from "./mapping.ts";
import { write } from "./write.ts";

/** Documents in one request: about a megabyte. */
const BATCH = 1000;

/** How often one is sent to an Elasticsearch that is too busy, and how long an answer may take, in milliseconds. */
const MOST_TRIES = 12;
const UNHURRIED = 30_000;

interface Options {
  onProgress?: (progress: { step: string; done: number; total: number }) => void;
  /** Asked between batches. */
  stopped?: () => boolean;
}

/**
 * Builds new indices beside those that serve and puts them in their place in one step; whoever writes meanwhile writes
 * to both. False when it was stopped: the next call goes on from there, as it does after any fault. One at a time only,
 * which is for the caller to see to.
 */
export async function rebuild(
  elastic: Elastic,
  { onProgress = () => {}, stopped = () => false }: Options = {},
): Promise<boolean> {
  const building = await takeUp(elastic);
  if (building !== null) {
    for (const kind of KINDS) {
      // Of what is left: a rate that counts what an earlier call has done would promise too much.
      const left = (await countRows(kind)) - building[kind].filled;
      let done = 0;
      for await (const count of fill(elastic, kind, building)) {
        done += count;
        onProgress({ step: kind, done, total: Math.max(done + 1, left) });
        if (stopped()) return false;
      }
      onProgress({ step: kind, done, total: done });
    }
    await swap(elastic.client, elastic.place);
  }
  await noteBuilding(null);
  return true;
}

/** What was begun and is still there, or a new beginning. Null: all was done but for a note of it. */
async function takeUp({ client, place }: Elastic): Promise<Building | null> {
  const begun = await findBuilding();
  if (begun !== null) {
    const there = await Promise.all(KINDS.map((kind) => indexBehind(client, nextAliasOf(place, kind))));
    const indices = KINDS.map((kind) => begun[kind].index);
    if (there.every((index, n) => index === indices[n] && versionOf(index) === VERSION)) return begun;
    const serving = await Promise.all(KINDS.map((kind) => indexBehind(client, aliasOf(place, kind))));
    if (serving.every((index, n) => index === indices[n])) return null;
  }
  await removeNext(client, place);
  const building: Building = {
    posts: { index: await createNext(client, place, "posts"), filledTo: 0, filled: 0 },
    people: { index: await createNext(client, place, "people"), filledTo: 0, filled: 0 },
  };
  await noteBuilding(building);
  return building;
}

/** Writes batch after batch, the next one being read meanwhile, and answers how many each had. */
async function* fill({ client, place }: Elastic, kind: Kind, building: Building) {
  const read = (after: number) => documentsAfter(kind, after, BATCH);
  let batch = await read(building[kind].filledTo);
  for (let last = batch.at(-1); last !== undefined; last = batch.at(-1)) {
    const next = read(last.id);
    next.catch(() => {}); // told when it is awaited, if it comes to that
    await patiently(() => write(client, nextAliasOf(place, kind), changesOf(batch), UNHURRIED));
    building[kind].filledTo = last.id;
    building[kind].filled += batch.length;
    await noteBuilding(building);
    yield batch.length;
    batch = await next;
  }
}

/** Again after a while, as often as it is only too busy: nobody waits for this. */
async function patiently(work: () => Promise<void>) {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || tries === MOST_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * tries));
    }
  }
}
