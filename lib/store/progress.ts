/** Reports the bytes of one put: they add up to its size, or to 0 if it fails. */
export class Progress {
  #sent = 0;

  constructor(readonly report?: (bytes: number) => void) {}

  add(bytes: number): void {
    if (bytes === 0) return;
    this.#sent += bytes;
    this.report?.(bytes);
  }

  /** Corrects what was reported to `sent` bytes in all. */
  set(sent: number): void {
    this.add(sent - this.#sent);
  }

  /** Chunks of an attempt, which starts anew. */
  async *count(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.set(0);
    for await (const chunk of chunks) {
      this.add(chunk.length);
      yield chunk;
    }
  }
}
