/** Every list shows this many at a time. */
export const PAGE_SIZE = 20;

/** Where a list begins: a cursor above every id. */
export const NEWEST = Number.MAX_SAFE_INTEGER;

/** A part of a list, newest first. `next` is what `?before=` continues with; null at the end. */
export interface Page<T> {
  items: T[];
  next: number | null;
}

/** Makes a page of rows that were asked for with `limit(PAGE_SIZE + 1)`: the one too many says that there is more. */
export function pageOf<T>(rows: T[], cursor: (row: T) => number): Page<T> {
  const items = rows.slice(0, PAGE_SIZE);
  const last = items.at(-1);
  return { items, next: rows.length > PAGE_SIZE && last !== undefined ? cursor(last) : null };
}
