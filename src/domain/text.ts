import { z } from "zod";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** A grapheme may hold any number of combining marks; no honest text needs more than this many bytes for each. */
const BYTES_PER_GRAPHEME = 32;

/** How many characters a reader sees: 👩‍👩‍👧 is one, é is one however it is encoded. */
export function graphemes(text: string): number {
  let count = 0;
  for (const _ of segmenter.segment(text)) count++;
  return count;
}

/** Nothing to see: white space, format characters and blanks such as U+2800 or U+3164 only. */
const isBlank = (text: string) => /^[\s\p{C}\p{Z}\u115F\u1160\u2800\u3164\uFFA0]*$/u.test(text);

/**
 * A text of several lines as a form field: line ends as `\n`, composed (NFC), without white space around it.
 * `empty` and `tooLong` are the problems to report; without `empty`, an empty text is fine.
 */
export function lines({ most, empty, tooLong }: { most: number; empty?: string; tooLong: string }) {
  return z
    .string()
    .transform((text) => text.replace(/\r\n?/g, "\n").normalize("NFC").trim())
    .transform((text) => (isBlank(text) ? "" : text))
    .refine((text) => text !== "" || empty === undefined, { error: empty, abort: true })
    .refine((text) => text.length <= most * BYTES_PER_GRAPHEME, { error: tooLong, abort: true })
    .refine(
      (text) => Buffer.byteLength(text) <= most * BYTES_PER_GRAPHEME && graphemes(text) <= most,
      tooLong,
    );
}

/** A text of one line, such as a name; otherwise like `lines`. */
export const line = (rule: { most: number; empty?: string; tooLong: string }) =>
  z
    .string()
    .transform((text) => text.replace(/\s+/g, " "))
    .pipe(lines(rule));
