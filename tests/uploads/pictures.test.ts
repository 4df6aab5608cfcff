import { describe, expect, test } from "bun:test";
import { readPicture } from "../../src/uploads/pictures.ts";
import { bomb, colourOf, gif, jpegWithPlace, png, profile } from "../support/pictures.ts";

const blob = (bytes: Uint8Array<ArrayBuffer> | string) => new Blob([bytes]);
const sizeOf = async (bytes: Uint8Array | undefined) => {
  const { width, height, format } = await new Bun.Image(bytes ?? new Uint8Array()).metadata();
  return [format, width, height];
};

/** The two sizes of a picture that is one. */
async function made(bytes: Uint8Array<ArrayBuffer>): Promise<[small: Uint8Array, large: Uint8Array]> {
  const read = await readPicture(blob(bytes));
  if (typeof read === "string") throw new Error(read);
  const [small, large] = read;
  if (!small || !large || read.length > 2) throw new Error("There must be two sizes.");
  return [small, large];
}

describe("a picture becomes WebP in two sizes", () => {
  test("whose shorter side fills the square", async () => {
    const [small, large] = await made(png(1200, 900));
    expect(await sizeOf(small)).toEqual(["webp", 128, 96]);
    expect(await sizeOf(large)).toEqual(["webp", 533, 400]);
  });

  test("that are never larger than it was, nor longer than twice the square", async () => {
    const [small, large] = await made(png(2000, 50));
    expect(await sizeOf(large)).toEqual(["webp", 800, 20]);
    expect(await sizeOf(small)).toEqual(["webp", 192, 5]);
    expect(await sizeOf((await made(png(30, 30)))[1])).toEqual(["webp", 30, 30]);
  });

  test("whatever it was", async () => {
    const original = new Bun.Image(png(500, 500));
    for (const encoded of [await original.jpeg().bytes(), await original.webp().bytes(), gif()]) {
      expect(await colourOf((await made(new Uint8Array(encoded)))[1])).toBe("red");
    }
  });

  test("of the first frame, where it moves", async () => {
    expect(await colourOf((await made(gif()))[0])).toBe("red");
  });

  test("without the place it was taken at, turned as it was meant", async () => {
    const original = await jpegWithPlace(1600, 800);
    expect(Buffer.from(original).includes("GPSLatitude")).toBe(true);
    const [small, large] = await made(original);
    for (const bytes of [small, large]) {
      expect(Buffer.from(bytes).toString("latin1")).not.toMatch(/GPSLatitude|Exif|EXIF/);
    }
    expect(await sizeOf(large)).toEqual(["webp", 400, 800]);
  });

  test("without the profile of a screen or camera", async () => {
    const original = png(300, 300, [255, 0, 0], [profile("The screen of Ada Lovelace")]);
    const encoded = await new Bun.Image(original).webp().bytes();
    expect(Buffer.from(encoded).includes("ICCP")).toBe(true); // the encoder alone would keep it
    for (const bytes of await made(original)) {
      expect(Buffer.from(bytes).toString("latin1")).not.toMatch(/ICCP|Ada/);
      expect(await colourOf(bytes)).toBe("red");
    }
  });
});

const jpeg = new Uint8Array(await new Bun.Image(png(400, 400)).jpeg().bytes());
const webp = new Uint8Array(await new Bun.Image(png(400, 400)).webp().bytes());
const half = (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, bytes.length / 2);

/** A program that is a picture to those who look at its beginning only. */
const polyglot = "GIF89a/*<html><script>alert(1)</script>*/=1;";

describe("what is no picture is refused", () => {
  test.each([
    ["nothing", "", "pictureMissing"],
    ["an SVG", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "pictureUnknown"],
    ["a page", "<!doctype html><script>alert(1)</script>", "pictureUnknown"],
    ["a page that begins as a GIF", polyglot, /picture(Broken|TooManyPixels)/],
    ["a PDF", "%PDF-1.7\n", "pictureUnknown"],
    ["a bitmap", new Uint8Array(Buffer.from(`424d${"00".repeat(60)}`, "hex")), /picture(Unknown|Broken)/],
    ["half a PNG", half(png(400, 400)), "pictureBroken"],
    ["half a JPEG", half(jpeg), "pictureBroken"],
    ["half a WebP", half(webp), "pictureBroken"],
    ["half a GIF", gif().slice(0, 38), "pictureBroken"],
    ["noise behind the first bytes of a PNG", png(9, 9).fill(7, 40), "pictureBroken"],
    ["thirty million pixels in a few bytes", bomb(6000, 5000), "pictureTooManyPixels"],
    ["more pixels than there are numbers", bomb(0x7fffffff, 0x7fffffff), /picture(TooManyPixels|Broken)/],
    ["more than 5 MB", new Uint8Array(5 * 1024 * 1024 + 1), "pictureTooLarge"],
  ])("%s", async (_, bytes, problem) => {
    expect(await readPicture(blob(bytes))).toEqual(expect.stringMatching(problem));
  });

  test.each([
    ["JPEG", jpeg],
    ["GIF", gif()],
    ["PNG", png(50, 50)],
    ["WebP", webp],
  ])("a %s cut off anywhere", async (_, whole) => {
    const enough = whole[0] === 0x47 ? 44 : whole.length; // of a GIF the first frame is enough
    for (let part = 0; part < 20; part++) {
      const read = await readPicture(blob(whole.slice(0, Math.floor((enough * part) / 20))));
      expect(read).toBeString();
    }
  });
});

test("what is hidden behind a picture's end does not come along", async () => {
  const carrier = new Uint8Array(Buffer.concat([png(100, 100), Buffer.from("<script>alert(1)</script>")]));
  for (const bytes of await made(carrier)) expect(Buffer.from(bytes).includes("script")).toBe(false);
});

test("many at once are made one after the other, and the thread stays free", async () => {
  let ticks = 0;
  const clock = setInterval(() => ticks++, 5);
  const large = png(3000, 3000);
  const all = await Promise.all(Array.from({ length: 6 }, () => readPicture(blob(large))));
  clearInterval(clock);
  expect(all.filter((read) => typeof read === "string")).toEqual([]);
  expect(ticks).toBeGreaterThan(5);
});
