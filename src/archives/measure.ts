const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const isOpening = (byte: number) => byte === 0x5b || byte === 0x7b;
const isClosing = (byte: number) => byte === 0x5d || byte === 0x7d;

/**
 * Whether JSON has at most so many values, nested at most so deep. To be asked before it is parsed: three bytes can become
 * a hundred in memory.
 */
export function isWithin(json: Uint8Array, most: { values: number; depth: number }): boolean {
  let values = 0;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] ?? 0;
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === COMMA) values++;
    else if (isOpening(byte)) {
      values++;
      depth++;
    } else if (isClosing(byte)) depth--;
    if (values > most.values || depth > most.depth) return false;
  }
  return true;
}
