import { crc32, deflateSync } from "node:zlib";

type Colour = [red: number, green: number, blue: number];

const RED: Colour = [255, 0, 0];

/** A PNG of one colour; `chunks` stand before its pixels. */
export function png(
  width: number,
  height: number,
  colour = RED,
  chunks: Uint8Array[] = [],
): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const line = Buffer.concat([Buffer.of(0), ...Array(width).fill(Buffer.from(colour))]);
  const pixels = deflateSync(Buffer.concat(Array(height).fill(line)));
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  const parts = [
    signature,
    chunk("IHDR", head),
    ...chunks,
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

/** A part of a PNG. */
export function chunk(type: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), content]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(content.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}

/** A chunk that holds a colour profile with these words in it. */
export const profile = (words: string) =>
  chunk("iCCP", Buffer.concat([Buffer.from("p\0\0"), deflateSync(Buffer.from(words.padEnd(200)))]));

/** A small GIF: a red frame, then a blue one. */
export const gif = () =>
  new Uint8Array(
    Buffer.from(
      `474946383961 0200 0200 80 0000 ff0000 0000ff
       21f904 00 0a00 00 00  2c 0000 0000 0200 0200 00 02 02 8451 00
       21f904 00 0a00 00 00  2c 0000 0000 0200 0200 00 02 02 8c53 00 3b`.replace(/\s/g, ""),
      "hex",
    ),
  );

/** A JPEG with an EXIF block that tells a place and is turned by a quarter. */
export async function jpegWithPlace(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const plain = Buffer.from(await new Bun.Image(png(width, height)).jpeg().bytes());
  const tiff = Buffer.from(
    // One entry, the orientation (6: a quarter to the right), then words as a GPS block would have them.
    "4d4d002a00000008 0001 0112 0003 00000001 00060000 00000000".replaceAll(" ", ""),
    "hex",
  );
  const exif = Buffer.concat([Buffer.from("Exif\0\0"), tiff, Buffer.from("GPSLatitude 59.9139")]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(exif.length + 2, 2);
  return new Uint8Array(Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)]));
}

/** A PNG that says it has so many pixels, and is a few kilobytes. */
export function bomb(width: number, height: number): Uint8Array<ArrayBuffer> {
  const small = png(1, 1);
  const head = Buffer.from(small.subarray(16, 29));
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  const [signature, rest] = [small.subarray(0, 8), small.subarray(33)];
  return new Uint8Array(Buffer.concat([signature, chunk("IHDR", head), rest]));
}

/** The colour in the middle of a picture. */
export async function colourOf(bytes: Uint8Array): Promise<"red" | "blue" | "another"> {
  const { width, height } = await new Bun.Image(bytes).metadata();
  const one = await new Bun.Image(bytes).resize(1, 1).png().bytes();
  if (width * height === 0) return "another";
  const [red = 0, , blue = 0] = Bun.inflateSync(idatOf(one).subarray(2)).subarray(1);
  return red > 200 && blue < 60 ? "red" : blue > 200 && red < 60 ? "blue" : "another";
}

function idatOf(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(file);
  const at = bytes.indexOf("IDAT");
  return new Uint8Array(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
}
