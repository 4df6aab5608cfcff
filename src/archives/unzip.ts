import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";

/*
 * Reads ZIPs that strangers made. By hand, as the library that writes ours believes the size that a file claims and
 * unpacks on and on behind it: here what is larger than its claim, or not what its checksum says, is refused at once.
 */

/** What the list of contents says of a file. */
export interface Listed {
  name: string;
  packed: number;
  size: number;
  checksum: number;
  deflated: boolean;
  at: number;
}

/** These bytes are no ZIP, or one that does not hold what it says. */
export class BadZip extends Error {}

const LIST_ENDS = 0x06054b50;
const LISTED = 0x02014b50;
const FILE = 0x04034b50;
const LONGEST_REMARK = 0xffff;
const ENDING = 22;

/** The list of contents, at most so many files. What cannot be read here (encrypted, larger than 4 GB) is no ZIP. */
export function contentsOf(zip: Uint8Array, most: number): Listed[] {
  return orBad(() => {
    const view = viewOf(zip);
    const end = findEnd(view);
    const count = view.getUint16(end + 10, true);
    if (count > most) throw new BadZip();
    const files: Listed[] = [];
    let at = view.getUint32(end + 16, true);
    for (let file = 0; file < count; file++) {
      if (view.getUint32(at, true) !== LISTED) throw new BadZip();
      const method = view.getUint16(at + 10, true);
      const encrypted = view.getUint16(at + 8, true) & 1;
      if (encrypted || (method !== 0 && method !== 8)) throw new BadZip();
      const length = view.getUint16(at + 28, true);
      files.push({
        name: new TextDecoder().decode(zip.subarray(at + 46, at + 46 + length)),
        checksum: view.getUint32(at + 16, true),
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        deflated: method === 8,
        at: view.getUint32(at + 42, true),
      });
      at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return files;
  });
}

function findEnd(view: DataView): number {
  const last = view.byteLength - ENDING;
  for (let at = last; at >= Math.max(0, last - LONGEST_REMARK); at--)
    if (view.getUint32(at, true) === LIST_ENDS) return at;
  throw new BadZip();
}

const inflate = promisify(inflateRaw);

/** What is in a file of the list. */
export async function unpack(zip: Uint8Array, file: Listed): Promise<Uint8Array> {
  const packed = orBad(() => packedOf(zip, file));
  const bytes = file.deflated
    ? await inflate(packed, { maxOutputLength: Math.max(1, file.size) }).catch(() => null)
    : packed;
  if (bytes === null || bytes.length !== file.size || crc32(bytes) !== file.checksum) throw new BadZip();
  return bytes;
}

function packedOf(zip: Uint8Array, { at, packed }: Listed): Uint8Array {
  const view = viewOf(zip);
  if (view.getUint32(at, true) !== FILE) throw new BadZip();
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  return zip.subarray(from, from + packed);
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Reading beyond the end is a sign of a bad ZIP too. */
function orBad<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw new BadZip();
  }
}
