import { and, eq, gt, inArray, isNull, lt, ne, or } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { uploads, users } from "../../db/schema.ts";
import { transact } from "../../db/transact.ts";
import { enqueue, jobsWaiting } from "../jobs/queue.ts";
import type { Viewer } from "./people.ts";

/** The picture of this key is about to be kept for the viewer. */
export async function announcePicture(viewer: Pick<Viewer, "id">, key: string, bytes: number): Promise<void> {
  await db.insert(uploads).values({ key, ownerId: viewer.id, bytes, createdAt: new Date() });
}

/** The viewer is shown by this picture from now on, or by a generated one (null). The files of the former one go by a job. */
export async function showAs(viewer: Pick<Viewer, "id">, key: string | null): Promise<void> {
  await transact(async (tx) => {
    const self = eq(users.id, viewer.id);
    const [before] = await tx.select({ avatar: users.avatar }).from(users).where(self).for("update");
    await tx.update(users).set({ avatar: key }).where(self);
    if (before?.avatar && before.avatar !== key) await enqueue(tx, "remove-picture", { key: before.avatar });
  });
  jobsWaiting();
}

/** Nothing is kept of this picture any more. */
export async function forgetPicture(key: string): Promise<void> {
  await db.delete(uploads).where(eq(uploads.key, key));
}

/** Which of these keys are known here. */
export async function knownPictures(keys: string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db.select({ key: uploads.key }).from(uploads).where(inArray(uploads.key, keys));
  return new Set(rows.map((row) => row.key));
}

/** Up to `most` pictures after the key `after` that were kept before `before` and are nobody's. */
export async function unusedPictures(before: Date, after: string, most: number): Promise<string[]> {
  const rows = await db
    .select({ key: uploads.key })
    .from(uploads)
    .leftJoin(users, eq(users.id, uploads.ownerId))
    .where(
      and(
        lt(uploads.createdAt, before),
        gt(uploads.key, after),
        or(isNull(users.avatar), ne(users.avatar, uploads.key)),
      ),
    )
    .orderBy(uploads.key)
    .limit(most);
  return rows.map((row) => row.key);
}
