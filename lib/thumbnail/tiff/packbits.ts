import { FormatError } from "../../errors.ts";

/**
 * Decodes PackBits (TIFF 6.0, section 9).
 *
 * @param limit The most bytes that it may decode to.
 * @throws {FormatError} for more bytes than that.
 */
export function decodePackBits(
  bytes: Uint8Array,
  limit: number,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(limit);
  let length = 0;
  for (let at = 0; at < bytes.length;) {
    const head = bytes[at++]!;
    if (head === 128) continue;
    const run = head < 128 ? head + 1 : 257 - head;
    if (length + run > limit) {
      throw new FormatError(
        `PackBits pixels hold more than the ${limit} bytes of their strip or tile`,
      );
    }
    if (head < 128) {
      out.set(bytes.subarray(at, at + run), length);
      length += Math.min(run, bytes.length - at);
      at += run;
    } else if (at < bytes.length) {
      out.fill(bytes[at++]!, length, length + run);
      length += run;
    }
  }
  return out.subarray(0, length);
}
