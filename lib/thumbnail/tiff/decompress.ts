import { inflateSync, zstdDecompressSync } from "node:zlib";
import { FormatError } from "../../errors.ts";
import { decodeLzw } from "./lzw.ts";
import { decodePackBits } from "./packbits.ts";

/**
 * The bytes of a strip or tile before it was compressed.
 *
 * @param method TIFF's number of the compression.
 * @param limit The most bytes that it may hold: a bomb fails there.
 * @throws {FormatError} if the bytes are damaged, hold more, or are compressed
 * in another way.
 */
export function decompress(
  bytes: Uint8Array<ArrayBuffer>,
  method: number,
  limit: number,
): Uint8Array<ArrayBuffer> {
  switch (method) {
    case 1:
      return bytes.subarray(0, limit);
    case 5:
      return decodeLzw(bytes, limit);
    case 8:
    case 32946:
      return zlib(inflateSync, bytes, limit);
    case 32773:
      return decodePackBits(bytes, limit);
    case 50000:
      return zlib(zstdDecompressSync, bytes, limit);
    default:
      throw new FormatError(
        `its compression (TIFF's number ${method}) cannot be read; save it with deflate, LZW, PackBits, Zstandard or none`,
      );
  }
}

/** Large enough that most planes come in one piece, small enough for a bomb. */
const LARGEST_CHUNK = 2 ** 20;

function zlib(
  decode: typeof inflateSync | typeof zstdDecompressSync,
  bytes: Uint8Array,
  limit: number,
): Uint8Array<ArrayBuffer> {
  try {
    return decode(bytes, {
      maxOutputLength: limit,
      chunkSize: Math.max(64, Math.min(limit, LARGEST_CHUNK)),
    }) as Uint8Array<ArrayBuffer>;
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    throw new FormatError(
      code === "ERR_BUFFER_TOO_LARGE"
        ? `compressed pixels hold more than the ${limit} bytes of their strip or tile`
        : `compressed pixels are damaged: ${message}`,
    );
  }
}
