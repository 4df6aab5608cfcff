import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { Store, StoredFile } from "./store.ts";

const AT_ONCE = 500;

/** What we call files; nothing else is read or written, so no name leads out of the folder. */
const NAME = /^[a-z]+\/[0-9a-f]+(-\d+\.webp|\.zip)$/;

/** Files in a folder of this machine. One that is being written is not there until it is whole. */
export function folderStore(folder: string): Store {
  const pathOf = (name: string) => {
    if (!NAME.test(name)) throw new Error("A file must have a name of ours.");
    return join(folder, name);
  };
  return {
    async put(name, bytes) {
      const path = pathOf(name);
      const unfinished = `${path}.${crypto.randomUUID()}`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await writeFile(unfinished, bytes);
        await rename(unfinished, path);
      } finally {
        await rm(unfinished, { force: true });
      }
    },
    async get(name) {
      return readFile(pathOf(name)).then(
        (bytes) => new Uint8Array(bytes),
        (error) => nothingThere(error),
      );
    },
    async putParts(name, parts) {
      const path = pathOf(name);
      const unfinished = `${path}.${crypto.randomUUID()}`;
      await mkdir(dirname(path), { recursive: true });
      try {
        const size = await writeParts(unfinished, parts);
        await rename(unfinished, path);
        return size;
      } finally {
        await rm(unfinished, { force: true });
      }
    },
    async open(name) {
      const file = await open(pathOf(name)).catch((error) => nothingThere(error));
      return (
        file &&
        (Readable.toWeb(file.createReadStream()) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>)
      );
    },
    async remove(name) {
      await rm(join(folder, name), { force: true });
    },
    async *list() {
      let files: StoredFile[] = [];
      for (const kind of await namesIn(folder)) {
        for (const name of await namesIn(join(folder, kind))) {
          const found = await stat(join(folder, kind, name)).catch((error) => nothingThere(error));
          if (found) files.push({ name: `${kind}/${name}`, writtenAt: found.mtime });
          if (files.length < AT_ONCE) continue;
          yield files;
          files = [];
        }
      }
      yield files;
    },
  };
}

async function writeParts(path: string, parts: AsyncIterable<Uint8Array>): Promise<number> {
  await using file = await open(path, "w");
  let size = 0;
  for await (const part of parts) {
    await file.writeFile(part);
    size += part.length;
  }
  return size;
}

const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch((error) => nothingThere(error, ["ENOENT", "ENOTDIR"]))) ?? [];

function nothingThere(error: NodeJS.ErrnoException, codes = ["ENOENT"]): null {
  if (error.code && codes.includes(error.code)) return null;
  throw error;
}
