import { Buffer } from "node:buffer";
import { deflateSync } from "node:zlib";
import type { Image } from "imagescript";
import { pngOf } from "./png.ts";

/** Bits of a sample, truecolour, and the only methods there are; not interlaced. */
const FORMAT = [8, 2, 0, 0, 0];

/** No larger than at 6, once rows are filtered, and in half the time. */
const LEVEL = 4;

/**
 * Encodes an image as PNG, without its alpha; the same image gives the same
 * bytes. 512 × 512 pixels take 0.8 ms and 8 kB, with `imagescript`'s encoder
 * 9 ms and 16 kB.
 */
export function encodePng(
  image: Image,
  fingerprint: string,
): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(8 + FORMAT.length);
  header.writeUInt32BE(image.width, 0);
  header.writeUInt32BE(image.height, 4);
  header.set(FORMAT, 8);
  return pngOf(
    header,
    deflateSync(scanlines(image), { level: LEVEL }),
    fingerprint,
  );
}

/** The number of the filter by which a row holds differences from the one above. */
const UP = 2;

/**
 * Rows of red, green and blue, each behind the number of its filter. Most rows
 * of an enlarged picture are the same as the one above: nothing but zeros.
 */
function scanlines({ width, height, bitmap }: Image): Uint8Array {
  // Red in the lowest byte, as on every machine that Deno runs on.
  const pixels = new Int32Array(bitmap.buffer, bitmap.byteOffset);
  const lines = new Uint8Array((1 + width * 3) * height);
  let above: Int32Array = new Int32Array(width);
  for (let y = 0, to = 0; y < height; y++) {
    const row = pixels.subarray(y * width, (y + 1) * width);
    lines[to++] = UP;
    for (let x = 0; x < width; x++, to += 3) {
      const pixel = row[x]!, upper = above[x]!;
      if (pixel === upper) continue;
      lines[to] = pixel - upper;
      lines[to + 1] = (pixel >>> 8) - (upper >>> 8);
      lines[to + 2] = (pixel >>> 16) - (upper >>> 16);
    }
    above = row;
  }
  return lines;
}
