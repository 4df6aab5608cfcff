import { parseId } from "../domain/ids.ts";
import { type Cursor, type Hits, MOST_RELEVANT } from "./engine.ts";

/** A cursor as it stands in an address: an id, or `newest-offset`. */
export const writeCursor = (cursor: Cursor): string =>
  "below" in cursor ? `${cursor.below}` : `${cursor.newest}-${cursor.offset}`;

/** What `writeCursor` wrote, or null. */
export function readCursor(text: string): Cursor | null {
  const [id = "", place, ...rest] = text.split("-");
  const number = parseId(id);
  if (number === null || rest.length > 0) return null;
  if (place === undefined) return { below: number };
  const offset = parseId(place);
  return offset === null || offset >= MOST_RELEVANT ? null : { newest: number, offset };
}

/** Where a list of people goes on: after the one of this rank and id. What is newer than `newest` moves nothing. */
export interface PeopleCursor {
  newest: number;
  rank: number;
  id: number;
}

export const writePeopleCursor = ({ newest, rank, id }: PeopleCursor): string => `${newest}-${rank}-${id}`;

/** What `writePeopleCursor` wrote, or null. */
export function readPeopleCursor(text: string): PeopleCursor | null {
  const [newest, rank, id, ...rest] = text.split("-").map(parseId);
  return newest && rank && id && rest.length === 0 ? { newest, rank, id } : null;
}

/** Where a list goes on of which only the first `taken` hits were used; `from` is where it began. */
export function cursorAfter(hits: Hits, taken: number, from: Cursor | null, byRank: boolean): Cursor | null {
  if (taken === hits.ids.length) return hits.next;
  if (!byRank) return { below: hits.ids[taken - 1] ?? 0 };
  const began = from !== null && "offset" in from ? from : null;
  // With no way on but to older ones, these are all there are, the newest among them.
  const place = hits.next !== null && "newest" in hits.next ? hits.next : began;
  const newest = place?.newest ?? Math.max(...hits.ids);
  return { newest, offset: (began?.offset ?? 0) + taken };
}
