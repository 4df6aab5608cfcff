import { eq, sql } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts, users } from "../../db/schema.ts";
import { newId } from "../../src/domain/ids.ts";

/** Posts "1" to "n" that this person wrote before anybody read them: no jobs, no home rows. Answers their ids. */
export async function wroteEarlier(author: { id: number }, n: number): Promise<number[]> {
  const rows = Array.from({ length: n }, (_, order) => ({
    ...{ id: newId(), authorId: author.id, body: `${order + 1}`, createdAt: new Date() },
  }));
  await db.insert(posts).values(rows);
  await db
    .update(users)
    .set({ postsCount: sql`${users.postsCount} + ${n}` })
    .where(eq(users.id, author.id));
  return rows.map((row) => row.id);
}
