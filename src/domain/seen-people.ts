import { type Column, type Placeholder, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { hidings, users } from "../../db/schema.ts";

/**
 * Who looks; null is somebody unknown. `Placeholder`: whoever a prepared statement will be asked for. `skips`: on
 * timelines the muted too; `nobody` where rows are kept for later, when what hides someone may be over.
 */
export type Seer = { id: number | Placeholder; skips?: "muted" | "nobody" } | null;

/** The same viewer where they read what everybody wrote: there the muted are left out. */
export const skippingMuted = (viewer: Seer): Seer => viewer && { ...viewer, skips: "muted" };

/**
 * Whether the viewer sees the person of this column and what they wrote: not hidden (but to themselves), no block
 * between the two, either way. Asked of each row by key: as a join or `NOT EXISTS`, engines may begin with all people.
 */
export function seesPerson(viewer: Seer, person: Column | SQLWrapper): SQL | undefined {
  if (viewer?.skips === "nobody") return undefined;
  const hidden = sql`select them.hidden and them.id <> ${viewer?.id ?? 0} from ${users} as them where them.id = ${person}`;
  if (viewer === null) return sql`(${hidden}) = 0`;
  const muted = viewer.skips === "muted" ? sql`` : sql` and why <> 'mute'`;
  const hiding = sql`select count(*) from ${hidings} where viewer_id = ${viewer.id} and person_id = ${person}${muted}`;
  return sql`(${hidden}) = 0 and (${hiding}) = 0`;
}
