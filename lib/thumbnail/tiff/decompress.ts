import { inflateSync, zstdDecompressSync } from "node:zlib";
import { FormatError } from "../../errors.ts";
import { decodeLzw } from "./lzw.ts";
import { decodePackBits } from "./packbits.ts";

/**
 * Decodes a strip or tile.
 *
 * @param limit The most bytes that it may decode to: a bomb fails there.
 * @throws {FormatError} if the bytes are damaged, or hold more.
 */
export type Decoder = (
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
) => Uint8Array<ArrayBuffer>;

/** TIFF's number for pixels that are not compressed. */
export const NONE = 1;

/** By TIFF's number of the compression. */
export const DECODERS: ReadonlyMap<number, Decoder> = new Map([
  [NONE, (bytes, limit) => bytes.subarray(0, limit)],
  [5, decodeLzw],
  [8, zlibDecoder(inflateSync)],
  [32773, decodePackBits],
  // The number that deflate had before it was part of TIFF.
  [32946, zlibDecoder(inflateSync)],
  [50000, zlibDecoder(zstdDecompressSync)],
]);

/**
 * Large enough that most planes come in one piece, small enough for a bomb. A
 * piece that is filled to the last byte is followed by another, empty one.
 */
const LARGEST_CHUNK = 2 ** 20;

function zlibDecoder(
  decode: typeof inflateSync | typeof zstdDecompressSync,
): Decoder {
  return (bytes, limit) => {
    try {
      const { buffer, byteOffset, length } = decode(bytes, {
        maxOutputLength: limit,
        chunkSize: Math.max(64, Math.min(limit + 1, LARGEST_CHUNK)),
      });
      // No longer a Buffer, whose slice() would not copy.
      return new Uint8Array(buffer as ArrayBuffer, byteOffset, length);
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      throw new FormatError(
        code === "ERR_BUFFER_TOO_LARGE"
          ? `compressed pixels hold more than the ${limit} bytes of their strip or tile`
          : `compressed pixels are damaged: ${message}`,
      );
    }
  };
}
