import type { Ledger } from "./ledger.ts";
import type { Plan } from "./plan.ts";

/** What trimming leaves to a reader (see `home-upkeep.ts`). */
const KEEP = 800;

/**
 * The rows of `home_rows` in the order of their key: for each awake reader the newest posts by them and those they
 * follow, found by walking back through all posts until there are enough. The floor under them goes into the ledger.
 */
export function* homeRows(plan: Plan, ledger: Ledger): Generator<string> {
  const wanted = new Uint8Array(plan.people);
  const newest = new Uint32Array(KEEP);
  for (const reader of plan.awake) {
    const authors = [reader, ...(ledger.followees.get(reader) ?? [])];
    for (const author of authors) wanted[author] = 1;
    let count = 0;
    for (let post = plan.posts - 1; post >= 0 && count < KEEP; post--) {
      if (wanted[ledger.authors[post] ?? 0] === 1) newest[count++] = post;
    }
    for (const author of authors) wanted[author] = 0;

    ledger.floors.set(reader, count < KEEP ? 0 : plan.posted.id(newest[count - 1] ?? 0));
    const readerId = plan.joined.id(reader);
    for (const post of newest.subarray(0, count).reverse()) {
      yield `${readerId},${plan.posted.id(post)},${plan.joined.id(ledger.authors[post] ?? 0)}`;
    }
  }
}

/** The rows of `home_readers`, once the floors are known. */
export function* readerRows(plan: Plan, ledger: Ledger): Generator<string> {
  for (const [reader, floor] of ledger.floors) yield `${plan.joined.id(reader)},${floor}`;
}
