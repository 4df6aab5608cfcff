import { and, desc, eq, inArray, lt, ne } from "drizzle-orm";
import { type Database, db } from "../../db/client.ts";
import { hidings, users } from "../../db/schema.ts";
import { newId } from "./ids.ts";
import { NEWEST, PAGE_SIZE, type Page, pageOf } from "./page.ts";
import type { PersonRef, Viewer } from "./people.ts";

/** Someone in the list of those whom the viewer has blocked or muted. */
export type HiddenPerson = PersonRef & { why: "block" | "mute" };

/** Whether one of the two has blocked the other. */
export async function isBlockBetween(on: Database, one: number, other: number): Promise<boolean> {
  const rows = await on
    .select({ why: hidings.why })
    .from(hidings)
    .where(and(eq(hidings.viewerId, one), eq(hidings.personId, other), ne(hidings.why, "mute")));
  return rows.length > 0;
}

/** What this person writes is no longer on the viewer's timelines. They do not learn of it. Harmless when repeated. */
export async function mute(viewer: Pick<Viewer, "id">, person: Pick<PersonRef, "id">): Promise<void> {
  if (viewer.id === person.id) return;
  const row = { id: newId(), viewerId: viewer.id, personId: person.id, why: "mute" as const };
  await db.insert(hidings).ignore().values(row);
}

/** It is again, also what they wrote in the meantime. */
export async function unmute(viewer: Pick<Viewer, "id">, person: Pick<PersonRef, "id">): Promise<void> {
  const row = and(eq(hidings.viewerId, viewer.id), eq(hidings.personId, person.id), eq(hidings.why, "mute"));
  await db.delete(hidings).where(row);
}

/** Whom the viewer has blocked or muted, newest first; who was both stands there twice. */
export async function hiddenBy(viewer: Pick<Viewer, "id">, before = NEWEST): Promise<Page<HiddenPerson>> {
  const rows = await db
    .select({
      ...{ id: users.id, username: users.username, name: users.name, avatar: users.avatar },
      ...{ why: hidings.why, edge: hidings.id },
    })
    .from(hidings)
    .innerJoin(users, eq(users.id, hidings.personId))
    .where(
      and(
        eq(hidings.viewerId, viewer.id),
        lt(hidings.id, before),
        inArray(hidings.why, ["block", "mute"]),
        eq(users.hidden, false),
      ),
    )
    .orderBy(desc(hidings.id))
    .limit(PAGE_SIZE + 1);
  const { items, next } = pageOf(rows, (row) => row.edge);
  return { items: items as HiddenPerson[], next };
}
