import { expiredExports, knownExports, noteRemoved, tidyExports } from "../domain/exports.ts";
import { knownImports, tidyImports } from "../domain/imports.ts";
import { storage } from "../uploads/storage.ts";
import { exportFile } from "./format.ts";

const AT_ONCE = 100;
const DAY_MS = 24 * 3600 * 1000;

/** The file of an export, a part at a time; null when the store has none. */
export const openArchive = (key: string) => storage.open(exportFile(key));

/** Removes files whose days are over, and those that are nobody's and a day old; gives up what was lost on the way. */
export async function removeOldArchives(between: () => Promise<void>, store = storage): Promise<void> {
  await tidyExports();
  await tidyImports();
  for (
    let expired = await expiredExports(AT_ONCE);
    expired.length > 0;
    expired = await expiredExports(AT_ONCE)
  ) {
    for (const { id, fileKey } of expired) {
      if (fileKey) await store.remove(exportFile(fileKey));
      await noteRemoved(id);
    }
    await between();
  }
  const before = new Date(Date.now() - DAY_MS);
  for await (const files of store.list()) {
    const old = files.filter(({ name, writtenAt }) => writtenAt < before && keyOf(name) !== null);
    const keys = old.map(({ name }) => keyOf(name) ?? "");
    const known = new Set([...(await knownExports(keys)), ...(await knownImports(keys))]);
    for (const { name } of old) if (!known.has(keyOf(name) ?? "")) await store.remove(name);
    await between();
  }
}

/** Of a file that is ours; of one that was left unfinished nothing that anybody knows. */
const keyOf = (name: string) => /^(?:exports|imports)\/(.+?)(?:\.zip)?$/.exec(name)?.[1] ?? null;
