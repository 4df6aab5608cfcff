import { sql } from "drizzle-orm";
import { follows, hidings, users } from "../../db/schema.ts";
import type { Seer } from "./seen-people.ts";

/*
 * What there is between the viewer and the person of a row of `users`, each a step into an index: columns for questions
 * that read that row anyway.
 */

/** Spelled out: where there is one table only, Drizzle leaves out its name, and a subquery takes its own `id` for it. */
const PERSON = sql.raw("users.id");

/** Why one does not see the other: `block`, `blocked` and `mute`, with commas between; null for no reason. */
export const whysBetween = (viewer: Seer) =>
  sql<
    string | null
  >`(select group_concat(why) from ${hidings} where viewer_id = ${viewer?.id ?? 0} and person_id = ${PERSON})`;

/** Whether this person follows the viewer. */
export const followsViewer = (viewer: Seer) =>
  sql<boolean>`(select count(*) from ${follows} where follower_id = ${PERSON} and followee_id = ${viewer?.id ?? 0})`.mapWith(
    Boolean,
  );

/** Whether this person lets the viewer write to them, as they have set it. */
export const letsWrite = (viewer: Seer) =>
  sql<boolean>`case ${users.messagesFrom} when 'everyone' then 1 when 'nobody' then 0 else ${followsViewer(viewer)} end`.mapWith(
    Boolean,
  );
