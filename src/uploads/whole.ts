/*
 * Of pictures that end too early the decoder shows what there is, and grey for the rest. Nobody wants half a face: what
 * is not there to its end is refused. (WebP the decoder refuses by itself.)
 */

/** Whether the first picture in these bytes is there to its end. */
export function isWhole(bytes: Uint8Array, format: string): boolean {
  try {
    if (format === "jpeg") return jpegEnds(view(bytes));
    if (format === "png") return pngEnds(view(bytes));
    return format !== "gif" || gifFrameEnds(view(bytes));
  } catch {
    return false; // read beyond the end
  }
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const START_OF_SCAN = 0xffda;
const END_OF_IMAGE = 0xffd9;

/** Segments are stepped over, as one may hold a small picture of its own; what follows them holds no marker but the end. */
function jpegEnds(bytes: DataView): boolean {
  let at = 2;
  while (bytes.getUint16(at) !== START_OF_SCAN)
    at += bytes.getUint16(at) === 0xffff ? 1 : 2 + bytes.getUint16(at + 2);
  while (bytes.getUint16(at) !== END_OF_IMAGE) at++;
  return true;
}

const IEND = 0x49454e44;

/** Chunks are stepped over up to the one that says that there are no more. */
function pngEnds(bytes: DataView): boolean {
  let at = 8;
  while (bytes.getUint32(at + 4) !== IEND) at += 12 + bytes.getUint32(at);
  return bytes.byteLength >= at + 12;
}

const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** Header, colours and extensions are stepped over; the blocks of the first frame end with an empty one. */
function gifFrameEnds(bytes: DataView): boolean {
  let at = 13 + coloursOf(bytes.getUint8(10));
  while (bytes.getUint8(at) === EXTENSION) at = afterBlocks(bytes, at + 2);
  if (bytes.getUint8(at) !== IMAGE) return false;
  afterBlocks(bytes, at + 11 + coloursOf(bytes.getUint8(at + 9)));
  return true;
}

const coloursOf = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function afterBlocks(bytes: DataView, start: number): number {
  let at = start;
  while (bytes.getUint8(at) !== 0) at += 1 + bytes.getUint8(at);
  return at + 1;
}
