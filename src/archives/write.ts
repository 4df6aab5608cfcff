import { dictionaries } from "../../locales/dictionary.ts";
import { isLocale } from "../../locales/i18n-util.js";
import { beginRun, finishRun, noteRun, type Run } from "../domain/exports.ts";
import { countOwn, findOwner, type Owner } from "../domain/own-data.ts";
import { env } from "../env.ts";
import { findAvatar } from "../uploads/avatars.ts";
import { storage } from "../uploads/storage.ts";
import { dataOf, type Pace, postBatches } from "./contents.ts";
import { DATA, exportFile, PAGE, PICTURE, README } from "./format.ts";
import { pageOf, readmeOf } from "./page.ts";
import { zipped } from "./zip.ts";

const PICTURE_SIZE = 400;

/**
 * Writes the file of an export, from the beginning whenever it is run: the work of an `export` job. When another worker
 * has begun the same one in the meantime, or the person is gone, this one stops and takes its file away.
 */
export async function writeExport(
  exportId: number,
  between: () => Promise<void>,
  store = storage,
): Promise<void> {
  const begun = await beginRun(exportId);
  if (begun === null) return;
  const { run, personId, leftBehind } = begun;
  if (leftBehind) await store.remove(exportFile(leftBehind));
  const owner = await findOwner(personId);
  if (owner === null) return;

  try {
    const parts = await archiveOf(owner, run, between);
    const bytes = await store.putParts(exportFile(run.fileKey), parts);
    if (!(await finishRun(run, personId, bytes))) await store.remove(exportFile(run.fileKey));
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
  }
}

/** This run is not to go on. */
class Overtaken extends Error {}

async function archiveOf(owner: Owner, run: Run, between: () => Promise<void>) {
  const own = await countOwn(owner.id);
  const total = own.posts * 2 + own.messages; // posts stand in the data and on the page
  let done = 0;
  const note = async (progress: { done: number; total?: number }) => {
    if (!(await noteRun(run, progress))) throw new Overtaken();
    await between();
  };
  const pace: Pace = (count) => {
    done += count;
    return note({ done: Math.min(done, total) });
  };

  await note({ done, total });
  const picture = owner.avatar ? await findAvatar(owner.avatar, PICTURE_SIZE) : null;
  const locale = owner.locale !== null && isLocale(owner.locale) ? owner.locale : env.SITE_LANGUAGE;
  const words = { locale, LL: dictionaries[locale] };
  return zipped([
    { name: README, parts: [readmeOf(owner, words)] },
    { name: DATA, parts: dataOf(owner, pace) },
    { name: PAGE, parts: pageOf(owner, picture, postBatches(owner, pace), words) },
    ...(picture ? [{ name: PICTURE, parts: [picture] }] : []),
  ]);
}
