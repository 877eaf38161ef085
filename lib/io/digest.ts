import { readChunks } from "./chunks.ts";
import { type Cut, cutOf, type Digest, Digester } from "./digester.ts";

export type { Digest };

/** The digest of a file, by default cut as its size asks for. */
export async function digestFile(path: string, cut?: Cut): Promise<Digest> {
  const { size } = Deno.statSync(path);
  return await digestChunks(readChunks(path, { size }), cut ?? cutOf(size));
}

/** The digest of a file, or `undefined` if there is none. */
export async function digestFileIfAny(
  path: string,
  cut?: Cut,
): Promise<Digest | undefined> {
  try {
    return await digestFile(path, cut);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The digest of a stream of bytes. */
export async function digestChunks(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  cut?: Cut,
): Promise<Digest> {
  const digester = new Digester(cut);
  for await (const chunk of chunks) digester.update(chunk);
  return digester.digest();
}
