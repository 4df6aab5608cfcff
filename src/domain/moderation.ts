import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts, users } from "../../db/schema.ts";
import { enqueue } from "../jobs/queue.ts";
import { deletePost } from "./posts.ts";
import { noteSecurityEvent, type Origin } from "./security-events.ts";

/** A post and whose it is, whoever may see it; null when there is none. */
export async function findPostToRemove(id: number) {
  const [post] = await db
    .select({ id: posts.id, authorId: posts.authorId, username: users.username, body: posts.body })
    .from(posts)
    .innerJoin(users, eq(users.id, posts.authorId))
    .where(eq(posts.id, id));
  return post ?? null;
}

type PostToRemove = Pick<NonNullable<Awaited<ReturnType<typeof findPostToRemove>>>, "id" | "authorId">;

/**
 * Removes somebody's post for everyone and for good, and tells them by mail why, without a word of the post. The reason is
 * in that mail and nowhere else. False when the post has gone in between.
 */
export const removePostOf = ({ id, authorId }: PostToRemove, reason: string, origin: Origin) =>
  deletePost({ id: authorId }, id, async (tx) => {
    await noteSecurityEvent(tx, authorId, "postRemoved", origin);
    await enqueue(tx, "mail", { message: "post-removed", userId: authorId, data: { reason } });
  });
