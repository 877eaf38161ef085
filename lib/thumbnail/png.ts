import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";

/** What every PNG starts with, and its first chunk's length: 13 bytes of IHDR. */
const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
/** Length, type and checksum of a chunk, in bytes. */
const CHUNK_FRAME = 12;
const HEADER_END = SIGNATURE.length + CHUNK_FRAME + 13;
const KEYWORD = "Thumbnail fingerprint";
/** A fingerprint is 64 characters; whatever is longer is not ours. */
const LONGEST = 256;

/**
 * Reads the fingerprint of a thumbnail from the first bytes of its file.
 *
 * @returns `undefined` if there is no such file, it is no PNG, or it has none.
 */
export async function readFingerprint(
  path: string,
): Promise<string | undefined> {
  const head = Buffer.alloc(HEADER_END + CHUNK_FRAME + LONGEST);
  try {
    using file = await Deno.open(path);
    let filled = 0;
    while (filled < head.length) {
      const read = await file.read(head.subarray(filled));
      if (read === null) break;
      filled += read;
    }
    return fingerprintOf(head.subarray(0, filled));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * A PNG with a fingerprint behind its header.
 *
 * @param header The 13 bytes of IHDR.
 * @param data Of IDAT: compressed scanlines.
 * @see https://www.w3.org/TR/png-3/
 */
export function pngOf(
  header: Uint8Array,
  data: Uint8Array,
  fingerprint: string,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("tEXt", Buffer.from(`${KEYWORD}\0${fingerprint}`, "latin1")),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]));
}

function fingerprintOf(head: Buffer): string | undefined {
  if (!head.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
  if (head.length < HEADER_END + CHUNK_FRAME) return undefined;
  const end = HEADER_END + CHUNK_FRAME + head.readUInt32BE(HEADER_END);
  if (end > head.length) return undefined;
  const found = head.subarray(HEADER_END, end);
  const data = found.subarray(8, -4);
  if (!found.equals(chunk("tEXt", data))) return undefined;
  const [keyword, text] = data.toString("latin1").split("\0");
  return keyword === KEYWORD ? text : undefined;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(CHUNK_FRAME + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, "latin1");
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4);
  return bytes;
}
