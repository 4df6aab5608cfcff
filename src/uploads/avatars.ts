import { createHash, randomBytes } from "node:crypto";
import type { Viewer } from "../domain/people.ts";
import { announcePicture, forgetPicture, knownPictures, showAs, unusedPictures } from "../domain/pictures.ts";
import { type PictureProblem, readPicture, SIZES } from "./pictures.ts";
import { storage } from "./storage.ts";
import type { Store } from "./store.ts";

const nameOf = (key: string, size: number) => `avatars/${key}-${size}.webp`;

/** The bytes of a person's picture in one of its sizes, or null. */
export const findAvatar = (key: string, size: number) => storage.get(nameOf(key, size));

/**
 * The viewer's new picture, or why it cannot be. First the row, then the files, then the person: what breaks off in
 * between is found by `removeUnusedPictures`. A key is a digest that no second upload has, so whatever its files are
 * they stay: they may be cached for ever, and removing one picture never takes another's files.
 */
export async function setAvatar(
  viewer: Pick<Viewer, "id">,
  file: Blob,
  store: Store = storage,
): Promise<PictureProblem | null> {
  const made = await readPicture(file);
  if (!Array.isArray(made)) return made;
  const digest = createHash("sha256").update(randomBytes(16));
  for (const bytes of made) digest.update(bytes);
  const key = digest.digest("hex").slice(0, 32);
  const size = made.reduce((sum, bytes) => sum + bytes.length, 0);

  await announcePicture(viewer, key, size);
  await Promise.all(made.map((bytes, index) => store.put(nameOf(key, SIZES[index] ?? 0), bytes)));
  await showAs(viewer, key);
  return null;
}

/** Removes the files of a picture that nobody is shown by, then the note of it. Harmless when repeated. */
export async function removePicture(key: string, store: Store = storage): Promise<void> {
  await Promise.all(SIZES.map((size) => store.remove(nameOf(key, size))));
  await forgetPicture(key);
}

const DAY_MS = 24 * 3600 * 1000;
const AT_ONCE = 100;

/** Removes what is nobody's: uploads that broke off or whose person is gone, and files that no row knows; all a day old. */
export async function removeUnusedPictures(between: () => Promise<void>, store: Store = storage) {
  const before = new Date(Date.now() - DAY_MS);
  for (let after = ""; ; ) {
    const unused = await unusedPictures(before, after, AT_ONCE);
    for (const key of unused) await removePicture(key, store);
    await between();
    after = unused.at(-1) ?? "";
    if (after === "") break;
  }
  for await (const files of store.list()) {
    const old = files.filter((file) => file.writtenAt < before && file.name.startsWith("avatars/"));
    const known = await knownPictures(old.map(({ name }) => keyOf(name)));
    for (const { name } of old) if (!known.has(keyOf(name))) await store.remove(name);
    await between();
  }
}

const keyOf = (name: string) => /^avatars\/([0-9a-f]+)-\d+\.webp$/.exec(name)?.[1] ?? "";
