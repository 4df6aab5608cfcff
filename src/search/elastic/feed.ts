import type { Kind } from "../documents.ts";
import { stateOf } from "../state.ts";
import type { Breaker } from "./breaker.ts";
import { forgetChanged, nextChanged } from "./changes.ts";
import { WRITE_PATIENCE } from "./client.ts";
import type { Elastic } from "./engine.ts";

/** Changes in one request. */
const BATCH = 500;

/**
 * Tells Elasticsearch of all that has changed, as the tables have it now. Throws `Away` when it is not to be had: what
 * it was not told stays noted. `between` is called after each batch.
 */
export async function feed(elastic: Elastic, breaker: Breaker, between = async () => {}): Promise<void> {
  for (let batch = await nextChanged(BATCH); batch.length > 0; batch = await nextChanged(BATCH)) {
    const idsOf = (of: Kind) => batch.filter(({ kind }) => kind === of).map(({ id }) => id);
    const state = await stateOf({ posts: idsOf("posts"), people: idsOf("people") });
    await breaker.ask(() => state.tell(elastic), { patience: WRITE_PATIENCE });
    await forgetChanged(batch);
    await between();
  }
}
