import { eq } from "drizzle-orm";
import { db } from "../../db/client.ts";
import { posts, users } from "../../db/schema.ts";
import { newId } from "../domain/ids.ts";
import type { PersonDocument, PostDocument } from "./engine.ts";
import { index, indexPeople, remove, removePeople } from "./search.ts";

/** What an engine keeps of a post. */
export const postDocument = {
  id: posts.id,
  authorId: posts.authorId,
  body: posts.body,
  language: posts.language,
  revision: posts.revision,
};

/**
 * Brings the index to what the table says of a post. `revision` comes with a deletion: the one that the post would have
 * now. A post that is gone without one is the matter of the job that its deletion wrote.
 */
export async function indexPost(postId: number, revision?: number): Promise<void> {
  const [post]: PostDocument[] = await db.select(postDocument).from(posts).where(eq(posts.id, postId));
  if (post) await index([post]);
  else if (revision !== undefined) await remove([{ id: postId, revision }]);
}

/** Brings the index to what the table says of a person; nobody finds those who are hidden. */
export async function indexPerson(personId: number): Promise<void> {
  const revision = newId(); // before the row is read: whoever reads later has a higher one
  const [person] = await db
    .select({ id: users.id, username: users.username, name: users.name, hidden: users.hidden })
    .from(users)
    .where(eq(users.id, personId));
  if (!person || person.hidden) return await removePeople([{ id: personId, revision }]);
  const { hidden: _, ...document } = person;
  await indexPeople([{ ...document, revision } satisfies PersonDocument]);
}
