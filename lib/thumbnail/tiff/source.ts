/** Files up to so many bytes, as most figures are, are read at once. */
const SMALL = 8 * 2 ** 20;

/**
 * A file of which pieces are read, synchronously: they are many, and small. Of
 * a small file nothing is read later.
 */
export class FileSource implements Disposable {
  /** Of a large file. */
  readonly #file: Deno.FsFile | undefined;
  /** Of a small file, all of it. */
  readonly #bytes: Uint8Array<ArrayBuffer> | undefined;
  /** Bytes. */
  readonly size: number;

  constructor(path: string) {
    if (Deno.statSync(path).size <= SMALL) {
      this.#bytes = Deno.readFileSync(path);
      this.size = this.#bytes.length;
    } else {
      this.#file = Deno.openSync(path);
      this.size = this.#file.statSync().size;
    }
  }

  /** The bytes from `offset` on; fewer than `length` at the end of the file. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const end = Math.min(offset + length, this.size);
    if (this.#bytes) return this.#bytes.subarray(offset, end);
    const bytes = new Uint8Array(Math.max(0, end - offset));
    this.#file!.seekSync(offset, Deno.SeekMode.Start);
    let filled = 0;
    while (filled < bytes.length) {
      const read = this.#file!.readSync(bytes.subarray(filled));
      if (read === null) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  }

  [Symbol.dispose](): void {
    this.#file?.close();
  }
}
