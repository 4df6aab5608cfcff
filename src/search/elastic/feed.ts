import { newId } from "../../domain/ids.ts";
import { documentsOf } from "../documents.ts";
import type { Breaker } from "./breaker.ts";
import { type Changed, forgetChanged, nextChanged } from "./changes.ts";
import { WRITE_PATIENCE } from "./client.ts";
import type { Elastic } from "./engine.ts";

/** Changes in one request. */
const BATCH = 500;

/** A post does not come back: nothing may outlast its removal. */
const LAST_REVISION = Number.MAX_SAFE_INTEGER;

/**
 * Tells Elasticsearch of all that has changed, as the tables have it now. Throws `Away` when it is not to be had: what
 * it was not told stays noted. `between` is called after each batch.
 */
export async function feed(elastic: Elastic, breaker: Breaker, between = async () => {}): Promise<void> {
  for (let batch = await nextChanged(BATCH); batch.length > 0; batch = await nextChanged(BATCH)) {
    const tell = await tidings(elastic, batch);
    await breaker.ask(tell, { patience: WRITE_PATIENCE });
    await forgetChanged(batch);
    await between();
  }
}

/** Reads what became of these, and answers what will tell of it. */
async function tidings(elastic: Elastic, batch: Changed[]): Promise<() => Promise<void>> {
  const revision = newId(); // before they are read: whoever reads later knows better
  const postIds = batch.filter(({ kind }) => kind === "posts").map(({ id }) => id);
  const personIds = batch.filter(({ kind }) => kind === "people").map(({ id }) => id);
  const posts = await documentsOf("posts", postIds);
  const people = await documentsOf("people", personIds);
  const gonePosts = missing(postIds, posts).map((id) => ({ id, revision: LAST_REVISION }));
  const gonePeople = missing(personIds, people).map((id) => ({ id, revision }));
  return async () => {
    await elastic.index(posts);
    await elastic.remove(gonePosts);
    await elastic.indexPeople(people);
    await elastic.removePeople(gonePeople);
  };
}

function missing(ids: number[], found: { id: number }[]): number[] {
  const there = new Set(found.map(({ id }) => id));
  return ids.filter((id) => !there.has(id));
}
