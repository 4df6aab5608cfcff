import { and, eq } from "drizzle-orm";
import type { Transaction } from "../../db/client.ts";
import { follows } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import { addToCounts, lockCounts } from "./counts.ts";
import { isBlockBetween } from "./hidings.ts";
import { fillFrom, takeAuthorOut } from "./home-rows.ts";
import { newId } from "./ids.ts";
import type { PersonRef, Viewer } from "./people.ts";

/** The viewer follows this person from now on. Harmless when they do already, for oneself, and behind a block. */
export async function follow(viewer: Pick<Viewer, "id">, followee: Pick<PersonRef, "id">): Promise<void> {
  if (viewer.id === followee.id) return;
  await transact(async (tx) => {
    if ((await lockCounts(tx, viewer.id, followee.id)) < 2) return;
    if (await isBlockBetween(tx, viewer.id, followee.id)) return;
    const [{ affectedRows }] = await tx
      .insert(follows)
      .ignore()
      .values({ id: newId(), followerId: viewer.id, followeeId: followee.id });
    if (affectedRows === 0) return;
    await addToCounts(tx, viewer.id, { followingCount: 1 });
    await addToCounts(tx, followee.id, { followersCount: 1 });
    await fillFrom(tx, viewer.id, followee.id);
    await enqueue(tx, "notify", { kind: "follow", actorId: viewer.id, recipientId: followee.id });
  });
  jobsWaiting();
}

/** The viewer no longer follows this person, whose posts leave the viewer's home page. Harmless when repeated. */
export async function unfollow(viewer: Pick<Viewer, "id">, followee: Pick<PersonRef, "id">): Promise<void> {
  await transact(async (tx) => {
    await lockCounts(tx, viewer.id, followee.id);
    await endFollow(tx, viewer.id, followee.id);
  });
}

/** Takes away the edge and what came of it, where there is one. The counts of both are locked. */
export async function endFollow(tx: Transaction, followerId: number, followeeId: number): Promise<void> {
  const [{ affectedRows }] = await tx
    .delete(follows)
    .where(and(eq(follows.followerId, followerId), eq(follows.followeeId, followeeId)));
  if (affectedRows === 0) return;
  await addToCounts(tx, followerId, { followingCount: -1 });
  await addToCounts(tx, followeeId, { followersCount: -1 });
  await takeAuthorOut(tx, followerId, followeeId);
}
