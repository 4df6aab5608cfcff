import { Zip, ZipDeflate } from "fflate";

/** A file of an archive: its name, and what is in it, a part at a time. */
export interface Entry {
  name: string;
  parts: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

const encoder = new TextEncoder();

/** The bytes of a ZIP of these files, made as they are asked for: never more than a part of one is in memory. */
export async function* zipped(entries: Entry[]): AsyncGenerator<Uint8Array> {
  let made: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    made.push(chunk);
  });
  const takeOut = () => {
    const out = made;
    made = [];
    return out;
  };

  for (const { name, parts } of entries) {
    const file = new ZipDeflate(name);
    zip.add(file);
    for await (const part of parts) {
      file.push(typeof part === "string" ? encoder.encode(part) : part);
      yield* takeOut();
    }
    file.push(new Uint8Array(), true);
    yield* takeOut();
  }
  zip.end();
  yield* takeOut();
}
