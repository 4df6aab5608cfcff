import { type Documents, documentsAfter, type Kind } from "./documents.ts";
import type { Engine } from "./engine.ts";
import { stateOf } from "./state.ts";

/** A copy as an engine has it: `content` is equal where what was indexed is. */
export interface Copy {
  id: number;
  content: string;
}

/** What an engine keeps, to be compared with the tables. */
export interface Copies {
  engine: Engine;
  /** The copies with an id above `after`, in the order of their ids; fewer than `limit` only at the end. */
  copiesAfter(kind: Kind, after: number, limit: number): Promise<Copy[]>;
  /** Those that are not up to date yet because it has not been told. */
  waiting(kind: Kind): Promise<Set<number>>;
  /** What the copy of this should have in it. */
  contentOf(document: Documents[Kind][number]): string;
}

/** How many there are in the table and in the index, and the ids of what is not alike in both and should be. */
export interface Comparison {
  engine: string;
  kind: Kind;
  rows: number;
  copies: number;
  missing: number[];
  stale: number[];
  /** Copies of what is not there. */
  left: number[];
}

const BATCH = 2000;

/** Compares every copy of an engine with its row, both walked in the order of their ids. */
export async function compare(copies: Copies, kind: Kind): Promise<Comparison> {
  const found: Comparison = {
    ...{ engine: copies.engine.name, kind, rows: 0, copies: 0 },
    ...{ missing: [], stale: [], left: [] },
  };
  for (let after = 0; after < Number.POSITIVE_INFINITY; ) {
    const documents = await documentsAfter(kind, after, BATCH);
    const kept = await copies.copiesAfter(kind, after, BATCH);
    const upTo = Math.min(lastOf(documents), lastOf(kept));
    compareBatch(
      found,
      new Map(documents.filter(({ id }) => id <= upTo).map((each) => [each.id, copies.contentOf(each)])),
      new Map(kept.filter(({ id }) => id <= upTo).map(({ id, content }) => [id, content])),
    );
    after = upTo;
  }
  const waiting = await copies.waiting(kind);
  const wrong = (ids: number[]) => ids.filter((id) => !waiting.has(id));
  return { ...found, missing: wrong(found.missing), stale: wrong(found.stale), left: wrong(found.left) };
}

/** Up to which id a batch tells everything: a full one has more after it. */
const lastOf = (batch: { id: number }[]) =>
  batch.length < BATCH ? Number.POSITIVE_INFINITY : (batch.at(-1)?.id ?? 0);

function compareBatch(found: Comparison, rows: Map<number, string>, copies: Map<number, string>) {
  found.rows += rows.size;
  found.copies += copies.size;
  for (const [id, content] of rows) {
    if (!copies.has(id)) found.missing.push(id);
    else if (copies.get(id) !== content) found.stale.push(id);
  }
  for (const id of copies.keys()) if (!rows.has(id)) found.left.push(id);
}

/** Indexes what is missing or stale, and removes what is left of what is gone: as the tables have it now. */
export async function repair({ engine }: Copies, { kind, missing, stale, left }: Comparison): Promise<void> {
  const wrong = [...missing, ...stale, ...left];
  for (let start = 0; start < wrong.length; start += BATCH) {
    const ids = wrong.slice(start, start + BATCH);
    await (await stateOf({ posts: [], people: [], [kind]: ids })).tell(engine);
  }
}
