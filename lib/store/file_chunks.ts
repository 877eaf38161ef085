import { ContentChangedError } from "./store.ts";

/**
 * Reads a file that must have exactly `size` bytes, or a range of it, in chunks
 * of `chunkSize`, the last one shorter. It is known to end there before the last
 * chunk is given out, so no complete body is ever sent of a file that grew.
 *
 * @throws {ContentChangedError} if the file is shorter or longer.
 */
export async function* fileChunks(
  path: string,
  size: number,
  chunkSize: number,
  range: { readonly start: number; readonly end: number } = {
    start: 0,
    end: size,
  },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (size <= chunkSize) {
    const whole = await readWhole(path, size);
    if (size > 0) yield whole.subarray(range.start, range.end);
    return;
  }
  using file = await Deno.open(path);
  await file.seek(range.start, Deno.SeekMode.Start);
  let left = range.end - range.start;
  do {
    const wanted = Math.min(chunkSize, left);
    const chunk = await readUpTo(file, wanted);
    left -= wanted;
    if (chunk.length < wanted) {
      throw new ContentChangedError(changed(path, size, "is shorter"));
    }
    const endsFile = left === 0 && range.end === size;
    if (endsFile && (await readUpTo(file, 1)).length > 0) {
      throw new ContentChangedError(changed(path, size, "is longer"));
    }
    if (chunk.length > 0) yield chunk;
  } while (left > 0);
}

/** A small file in one go: there are very many of them. */
async function readWhole(
  path: string,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await Deno.readFile(path);
  if (bytes.length === size) return bytes;
  const how = bytes.length < size ? "is shorter" : "is longer";
  throw new ContentChangedError(changed(path, size, how));
}

/** Fills a new buffer; only at the end of the file it is shorter than asked for. */
async function readUpTo(
  file: Deno.FsFile,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const read = await file.read(bytes.subarray(filled));
    if (read === null) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}

function changed(path: string, size: number, how: string): string {
  return `Cannot upload "${path}": it ${how} than the ${size} bytes planned, plan again`;
}
