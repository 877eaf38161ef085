import { Buffer } from "node:buffer";
import { deflateSync } from "node:zlib";
import type { Image } from "imagescript";
import { pngOf } from "./png.ts";

/** Bits of a sample, truecolour, and the only methods there are; not interlaced. */
const FORMAT = [8, 2, 0, 0, 0];

/**
 * Encodes an image as PNG, without its alpha; the same image gives the same
 * bytes. Natively compressed, 512 × 512 pixels take 2 ms and 8 kB, with
 * `imagescript`'s encoder 9 ms and 16 kB.
 */
export function encodePng(
  image: Image,
  fingerprint: string,
): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(8 + FORMAT.length);
  header.writeUInt32BE(image.width, 0);
  header.writeUInt32BE(image.height, 4);
  header.set(FORMAT, 8);
  return pngOf(header, deflateSync(scanlines(image)), fingerprint);
}

/** Rows of red, green and blue, each behind the number of its filter: none. */
function scanlines({ width, height, bitmap }: Image): Uint8Array {
  const lines = new Uint8Array((1 + width * 3) * height);
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    to++;
    for (let x = 0; x < width; x++, from += 4) {
      lines[to++] = bitmap[from]!;
      lines[to++] = bitmap[from + 1]!;
      lines[to++] = bitmap[from + 2]!;
    }
  }
  return lines;
}
