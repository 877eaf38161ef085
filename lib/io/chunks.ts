/** 256 KiB: 1 MiB is no faster. */
const CHUNK_BYTES = 2 ** 18;

/** Buffers to use again: to make one takes twice as long as to read a small file. */
const spares: Uint8Array<ArrayBuffer>[] = [];
const MAX_SPARES = 32;

/**
 * The bytes of a file, in chunks of up to `chunkSize` bytes. A chunk is valid
 * only until the next one is asked for, or the reading ends, because buffers
 * are used again: whoever keeps bytes copies them. The file is closed also when
 * the reader stops early.
 */
export async function* readChunks(
  path: string | URL,
  chunkSize: number = CHUNK_BYTES,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  using file = await Deno.open(path);
  const isUsual = chunkSize === CHUNK_BYTES;
  const buffer = isUsual && spares.pop() || new Uint8Array(chunkSize);
  try {
    while (true) {
      const length = await file.read(buffer);
      if (length === null) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    if (isUsual && spares.length < MAX_SPARES) spares.push(buffer);
  }
}
