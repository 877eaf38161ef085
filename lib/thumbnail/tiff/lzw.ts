import { FormatError } from "../../errors.ts";

const CLEAR = 256, END = 257, FIRST = 258, TABLE = 4096;

/**
 * Decodes TIFF's LZW (TIFF 6.0, section 13: codes of 9 to 12 bits, most
 * significant bit first, widening one code early).
 *
 * @param limit The most bytes that it may decode to.
 * @throws {FormatError} for a code that is not in the table yet, or more bytes.
 */
export function decodeLzw(
  bytes: Uint8Array,
  limit: number,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(limit);
  let length = 0;
  // Every string of the table stands in the output already: where, how long.
  const starts = new Uint32Array(TABLE);
  const lengths = new Uint32Array(TABLE);
  let next = FIRST, width = 9;
  let previousStart = -1, previousLength = 0;
  let held = 0, bits = 0;
  for (let at = 0;;) {
    while (bits < width && at < bytes.length) {
      held = (held << 8 | bytes[at++]!) & 0xffffff;
      bits += 8;
    }
    if (bits < width) break;
    const code = held >> (bits - width) & ((1 << width) - 1);
    bits -= width;
    if (code === END) break;
    if (code === CLEAR) {
      next = FIRST;
      width = 9;
      previousStart = -1;
      continue;
    }
    if (previousStart >= 0 && next < TABLE) {
      starts[next] = previousStart;
      lengths[next++] = previousLength + 1;
    }
    if (code >= next) {
      throw new FormatError("LZW pixels are damaged: a code means nothing yet");
    }
    const start = length;
    const size = code < 256 ? 1 : lengths[code]!;
    if (start + size > limit) {
      throw new FormatError(
        `LZW pixels hold more than the ${limit} bytes of their strip or tile`,
      );
    }
    if (code < 256) out[length++] = code;
    else {
      // One by one: the newest string overlaps with what it becomes.
      for (let from = starts[code]!; length < start + size;) {
        out[length++] = out[from++]!;
      }
    }
    previousStart = start;
    previousLength = size;
    if (next >= (1 << width) - 1 && width < 12) width++;
  }
  return out.subarray(0, length);
}
