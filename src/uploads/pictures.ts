import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { isWhole } from "./whole.ts";

/** The sides of the squares that pictures are shown in, at twice what CSS calls a pixel. */
const SMALL = 96;
const LARGE = 400;
export const SIZES = [SMALL, LARGE] as const;

export const MOST_BYTES = 5 * 1024 * 1024;

/** More than any telephone's camera makes at its usual setting; 100 MB while it is being decoded. */
const MOST_PIXELS = 25_000_000;

const FORMATS: readonly string[] = ["png", "jpeg", "webp", "gif"];

/** Each fills a core: a crowd waits in line instead of taking the machine. The work is done off the main thread. */
const oneAtATimePerCore = pLimit(availableParallelism());

/** Why a file is no picture for us: keys of the dictionary's problems. */
export type PictureProblem =
  | "pictureMissing"
  | "pictureTooLarge"
  | "pictureTooManyPixels"
  | "pictureUnknown"
  | "pictureBroken";

/**
 * A picture as we show it: decoded and encoded anew as WebP in each of `SIZES`, its first frame only, without EXIF, place
 * or profile. Or why not. What the file says of its own type means nothing.
 */
export async function readPicture(file: Blob): Promise<Uint8Array[] | PictureProblem> {
  if (file.size === 0) return "pictureMissing";
  if (file.size > MOST_BYTES) return "pictureTooLarge";
  return oneAtATimePerCore(async () => {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const about = await open(bytes).metadata();
      if (!FORMATS.includes(about.format)) return "pictureUnknown";
      if (!isWhole(bytes, about.format)) return "pictureBroken";
      const large = await shrink(bytes, about, LARGE);
      return [await shrink(large, await open(large).metadata(), SMALL), large];
    } catch (error) {
      return problemOf(error);
    }
  });
}

const open = (bytes: Uint8Array) => new Bun.Image(bytes, { maxPixels: MOST_PIXELS });

/** Its shorter side fills the square; the longer one is cut off by CSS, and so not kept beyond twice the square. */
async function shrink(bytes: Uint8Array, { width, height }: Bun.Image.Metadata, size: number) {
  const ratio = Math.max(width, height) / Math.min(width, height);
  const box = Math.round(size * Math.min(ratio, 2));
  const image = open(bytes).resize(box, box, { fit: "inside", withoutEnlargement: true });
  return withoutMetadata(await image.webp({ quality: 82 }).bytes());
}

function problemOf(error: unknown): PictureProblem {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ERR_IMAGE_TOO_MANY_PIXELS") return "pictureTooManyPixels";
  if (code === "ERR_IMAGE_UNKNOWN_FORMAT" || code === "ERR_IMAGE_FORMAT_UNSUPPORTED") return "pictureUnknown";
  if (code === "ERR_IMAGE_DECODE_FAILED") return "pictureBroken";
  throw error;
}

const METADATA = new Set(["ICCP", "EXIF", "XMP "]);
const METADATA_FLAGS = 0x20 | 0x08 | 0x04;

/** A WebP without the chunks that tell of a camera or a screen; the encoder carries the colour profile along. */
function withoutMetadata(webp: Uint8Array): Uint8Array {
  const file = Buffer.from(webp);
  const kept: Buffer[] = [];
  for (let at = 12; at < file.length; ) {
    const size = 8 + file.readUInt32LE(at + 4);
    const chunk = file.subarray(at, at + size + (size % 2));
    const name = chunk.toString("latin1", 0, 4);
    if (name === "VP8X") chunk.writeUInt8(chunk.readUInt8(8) & ~METADATA_FLAGS, 8);
    if (!METADATA.has(name)) kept.push(chunk);
    at += chunk.length;
  }
  const body = Buffer.concat(kept);
  const head = Buffer.from("RIFF____WEBP");
  head.writeUInt32LE(4 + body.length, 4);
  return new Uint8Array(Buffer.concat([head, body]));
}
