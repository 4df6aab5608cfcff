import { PAGE_SIZE } from "../page.ts";
import { type Kind, kindOf } from "./kinds.ts";

/** A notification as it is kept. */
export interface NotificationRow {
  id: number;
  kind: Kind;
  actorId: number;
  subjectId: number;
  createdAt: Date;
  readAt: Date | null;
}

/** How many notifications a page is made of at most. */
export const MOST_ROWS = 200;

/** What is told as one, the newest first. */
export type Group = [NotificationRow, ...NotificationRow[]];

/**
 * Makes a page of rows, newest first, that were asked for with `limit(MOST_ROWS + 1)`: those of a kind that is told
 * together, when they stand together and are of one day (UTC), become a group. A page ends after 20 groups or 200 rows, and
 * always between two rows, so what a cursor leads to does not depend on what is read or arrives.
 */
export function pageOfGroups(rows: NotificationRow[]): { groups: Group[]; next: number | null } {
  const groups: Group[] = [];
  let last: NotificationRow | null = null;
  for (const row of rows.slice(0, MOST_ROWS)) {
    const group = groups.at(-1);
    if (group && belongsTo(group, row)) group.push(row);
    else if (groups.length < PAGE_SIZE) groups.push([row]);
    else break;
    last = row;
  }
  const done = last === null || last === rows.at(-1);
  return { groups, next: done || last === null ? null : last.id };
}

const dayOf = (row: NotificationRow) => row.createdAt.toISOString().slice(0, 10);

const belongsTo = ([first]: Group, row: NotificationRow) =>
  kindOf(row.kind).grouped && row.kind === first.kind && dayOf(row) === dayOf(first);
