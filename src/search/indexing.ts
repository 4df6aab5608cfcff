import { newId } from "../domain/ids.ts";
import { documentsOf } from "./documents.ts";
import { mysqlEngine } from "./mysql/engine.ts";
import { passOn } from "./tell.ts";

/**
 * Brings the indices to what the table says of a post. `revision` comes with a deletion: the one that the post would have
 * now. A post that is gone without one is the matter of the job that its deletion wrote.
 */
export async function indexPost(postId: number, revision?: number): Promise<void> {
  const [post] = await documentsOf("posts", [postId]);
  if (post) await mysqlEngine.index([post]);
  else if (revision !== undefined) await mysqlEngine.remove([{ id: postId, revision }]);
  await passOn("posts", postId);
}

/** Brings the indices to what the table says of a person; nobody finds those who are hidden. */
export async function indexPerson(personId: number): Promise<void> {
  const revision = newId(); // before the row is read: whoever reads later has a higher one
  const [person] = await documentsOf("people", [personId]);
  if (person) await mysqlEngine.indexPeople([person]);
  else await mysqlEngine.removePeople([{ id: personId, revision }]);
  await passOn("people", personId);
}
