import { createHash } from "node:crypto";
import { readChunks } from "./chunks.ts";

/** What a file or an object holds, told by its length and MD5. */
export interface Digest {
  /** Bytes. */
  readonly size: number;
  /** In lower-case hex. */
  readonly md5: string;
}

/** The digest of a file. */
export function digestFile(path: string): Promise<Digest> {
  return digestChunks(readChunks(path));
}

/** The digest of a file, or `undefined` if there is none. */
export async function digestFileIfAny(
  path: string,
): Promise<Digest | undefined> {
  try {
    return await digestFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The digest of a stream of bytes. */
export async function digestChunks(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<Digest> {
  const hash = createHash("md5");
  let size = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, md5: hash.digest("hex") };
}
