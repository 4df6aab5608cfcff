import { and, type Column, type Placeholder, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { hidings, users } from "../../db/schema.ts";

/**
 * Who looks; null is somebody unknown. `Placeholder`: whoever a prepared statement will be asked for. `skips`: on
 * timelines the muted too; `nobody` where rows are kept for later, when what hides someone may be over.
 */
export type Seer = { id: number | Placeholder; skips?: "muted" | "nobody" } | null;

/** Whom a statement that was prepared for a placeholder is asked for: nobody signed in has an id that is nobody's. */
export const by = (viewer: { id: number } | null) => ({ viewer: viewer?.id ?? 0 });

/** The same viewer where they read what everybody wrote: there the muted are left out. */
export const skippingMuted = (viewer: Seer): Seer => viewer && { ...viewer, skips: "muted" };

/**
 * Whether the viewer sees the person of this column and what they wrote: not hidden (but to themselves), no block
 * between the two, either way. Asked of each row by key: as a join or `NOT EXISTS`, engines may begin with all people.
 */
export function seesPerson(viewer: Seer, person: Column | SQLWrapper): SQL | undefined {
  if (viewer?.skips === "nobody") return undefined;
  const hidden = sql`select ${hiddenFrom(viewer, sql`them`)} from ${users} as them where them.id = ${person}`;
  return and(sql`(${hidden}) = 0`, hidesNot(viewer, person));
}

/** The same where the person's own row was joined, from the left so that no engine begins with all people. */
export const seesJoined = (viewer: Seer, person: Column | SQLWrapper): SQL | undefined =>
  and(sql`coalesce(${hiddenFrom(viewer, sql`${users}`)}, 1) = 0`, hidesNot(viewer, person));

/** Whether a person is hidden from all but themselves. */
const hiddenFrom = (viewer: Seer, them: SQL) =>
  sql`${them}.hidden${viewer ? sql` and ${them}.id <> ${viewer.id}` : sql``}`;

/** That nothing is between the two. Whoever hides nobody, as most do, is asked about once and not with each row. */
function hidesNot(viewer: Seer, person: Column | SQLWrapper): SQL | undefined {
  if (viewer === null) return undefined;
  const theirs = sql`from ${hidings} force index (primary) where viewer_id = ${viewer.id}`;
  const muted = viewer.skips === "muted" ? sql`` : sql` and why <> 'mute'`;
  const between = sql`select count(*) ${theirs} and person_id = ${person}${muted}`;
  return sql`(not exists (select 1 ${theirs} limit 1) or (${between}) = 0)`;
}
