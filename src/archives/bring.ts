import { newFileKey } from "../domain/exports.ts";
import { ImportedPost } from "../domain/imported-posts.ts";
import {
  askForImport,
  beginImport,
  bringNext,
  completeProfile,
  endImport,
  noteFound,
} from "../domain/imports.ts";
import type { Viewer } from "../domain/people.ts";
import { setAvatar } from "../uploads/avatars.ts";
import { storage } from "../uploads/storage.ts";
import { importFile } from "./format.ts";
import { type ArchiveProblem, BadArchive, type Brought, problemOf, readArchive } from "./read.ts";

/** How many posts one transaction brings in. */
const AT_ONCE = 200;

/**
 * Keeps the archive that the viewer brought and has it imported. Answers what is wrong with it, as far as a quick look
 * tells; what shows only on reading is told when the import has failed.
 */
export async function bring(
  viewer: Pick<Viewer, "id">,
  file: Blob,
  store = storage,
): Promise<ArchiveProblem | "archiveMissing" | "importUnderWay" | null> {
  if (file.size === 0) return "archiveMissing";
  const archive = new Uint8Array(await file.arrayBuffer());
  const problem = problemOf(archive);
  if (problem) return problem;
  const key = newFileKey();
  await store.put(importFile(key), archive);
  if (await askForImport(viewer, key)) return null;
  await store.remove(importFile(key));
  return "importUnderWay";
}

/** Imports an archive: the work of an `import` job. Goes on where a run before it was interrupted. */
export async function readImport(
  importId: number,
  between: () => Promise<void>,
  store = storage,
): Promise<void> {
  const begun = await beginImport(importId);
  if (begun === null) return;
  const file = importFile(begun.fileKey);
  try {
    const archive = await store.get(file);
    if (archive === null) throw new BadArchive("archiveBroken");
    const brought = await readArchive(archive);
    await takeProfile(begun.personId, brought);
    if (!(await takePosts({ id: importId, ...begun }, brought, between))) return;
    await endImport(importId, null);
  } catch (error) {
    if (!(error instanceof BadArchive)) throw error;
    await endImport(importId, error.problem);
  }
  await store.remove(file);
}

async function takeProfile(personId: number, { profile, picture }: Brought): Promise<void> {
  const faceless = await completeProfile(personId, profile);
  if (faceless && picture) await setAvatar({ id: personId }, new Blob([picture])); // no picture of ours is no reason to stop
}

/** False when another worker has taken over. */
async function takePosts(
  run: { id: number; personId: number; done: number },
  { posts }: Brought,
  between: () => Promise<void>,
): Promise<boolean> {
  const good: ImportedPost[] = [];
  for (let from = 0; from < posts.length; from += AT_ONCE) {
    const read = posts.slice(from, from + AT_ONCE).map((post) => ImportedPost.safeParse(post));
    good.push(...read.flatMap((post) => (post.success ? [post.data] : [])));
    await between(); // counting graphemes takes its time: let others have theirs
  }
  const inOrder = good.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  await noteFound(run.id, { total: good.length, refused: posts.length - good.length });
  for (let done = run.done; done < inOrder.length; done += AT_ONCE) {
    if (!(await bringNext(run, done, inOrder.slice(done, done + AT_ONCE)))) return false;
    await between();
  }
  return true;
}
