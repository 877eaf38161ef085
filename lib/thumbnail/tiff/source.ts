import { FormatError } from "../../errors.ts";

/** Files up to so many bytes, as most figures are, are read at once. */
const SMALL = 8 * 2 ** 20;

/**
 * A file as `geotiff` reads it: pieces at offsets. Reads are synchronous: the
 * 180 directories of a figure take 2 ms, with `geotiff`'s own file source 20.
 */
export class FileSource implements Disposable {
  readonly #file: Deno.FsFile;
  /** All bytes, of a small file. */
  readonly #whole: Uint8Array<ArrayBuffer> | undefined;
  /** Bytes. */
  readonly size: number;

  constructor(path: string) {
    this.#file = Deno.openSync(path);
    this.size = this.#file.statSync().size;
    if (this.size <= SMALL) this.#whole = this.#readFile(0, this.size);
  }

  /** The bytes from `offset` on; fewer than `length` at the end of the file. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    // geotiff asks for up to 1.5 directories; more than that is a lying count.
    if (length > 2 * this.size + 4096) {
      throw new FormatError("a tag holds more than the whole file", offset);
    }
    const end = Math.min(offset + length, this.size);
    if (this.#whole) return this.#whole.subarray(offset, end);
    return this.#readFile(offset, Math.max(0, end - offset));
  }

  #readFile(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    this.#file.seekSync(offset, Deno.SeekMode.Start);
    let filled = 0;
    while (filled < bytes.length) {
      const read = this.#file.readSync(bytes.subarray(filled));
      if (read === null) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  }

  fetch(
    slices: { offset: number; length: number }[],
  ): Promise<ArrayBufferLike[]> {
    return Promise.all(
      slices.map(async (slice) => (await this.fetchSlice(slice)).data),
    );
  }

  // deno-lint-ignore require-await -- so that a failed read rejects
  async fetchSlice(
    slice: { offset: number; length: number },
  ): Promise<{ offset: number; length: number; data: ArrayBufferLike }> {
    return {
      ...slice,
      data: this.read(slice.offset, slice.length).slice().buffer,
    };
  }

  get fileSize(): number {
    return this.size;
  }

  close(): Promise<void> {
    this[Symbol.dispose]();
    return Promise.resolve();
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}
