import { createHash } from "node:crypto";
import type { Digest } from "./digest.ts";

/**
 * Passes chunks on and digests them on the way.
 *
 * @returns The chunks; and the digest, to be asked for once they are used up.
 */
export function digesting(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): { chunks: AsyncIterable<Uint8Array>; digest: () => Digest } {
  const hash = createHash("md5");
  let size = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  return {
    chunks: chunks(),
    digest: () => ({ size, md5: hash.copy().digest("hex") }),
  };
}
