import { and, eq, or } from "drizzle-orm";
import { hidings } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { silence } from "./conversations.ts";
import { lockCounts } from "./counts.ts";
import { endFollow } from "./follows.ts";
import { newId } from "./ids.ts";
import { forgetBetween } from "./notifications/forget.ts";
import type { PersonRef, Viewer } from "./people.ts";

/**
 * Nothing passes between the two any more: no messages, no follows, and neither sees the other's posts. Follows and what
 * they brought go both ways. Harmless when repeated, and for oneself.
 */
export async function block(viewer: Pick<Viewer, "id">, person: Pick<PersonRef, "id">): Promise<void> {
  if (viewer.id === person.id) return;
  await transact(async (tx) => {
    if ((await lockCounts(tx, viewer.id, person.id)) < 2) return;
    await tx
      .insert(hidings)
      .ignore()
      .values([
        { id: newId(), viewerId: viewer.id, personId: person.id, why: "block" },
        { id: newId(), viewerId: person.id, personId: viewer.id, why: "blocked" },
      ]);
    await endFollow(tx, viewer.id, person.id);
    await endFollow(tx, person.id, viewer.id);
    await silence(tx, viewer.id, person.id);
    await forgetBetween(tx, viewer.id, person.id);
  });
}

/** Lifts the viewer's block; what it took away stays away. One by the other person stands. */
export async function unblock(viewer: Pick<Viewer, "id">, person: Pick<PersonRef, "id">): Promise<void> {
  await transact(async (tx) => {
    await lockCounts(tx, viewer.id, person.id);
    const forward = and(eq(hidings.viewerId, viewer.id), eq(hidings.personId, person.id));
    const backward = and(eq(hidings.viewerId, person.id), eq(hidings.personId, viewer.id));
    await tx
      .delete(hidings)
      .where(or(and(forward, eq(hidings.why, "block")), and(backward, eq(hidings.why, "blocked"))));
  });
}
