import type { Splice } from "./edits.ts";

/**
 * The content after the edit. Unchanged bytes are passed on as parts of the
 * chunks they came in, so they are valid only until the next ones are asked for.
 *
 * @param splices In ascending order, without overlaps.
 * @throws {RangeError} if they are not, or go beyond the content's end.
 */
export async function* applySplices(
  chunks: AsyncIterable<Uint8Array>,
  splices: readonly Splice[],
): AsyncGenerator<Uint8Array> {
  const splicer = new Splicer(splices);
  for await (const chunk of chunks) yield* splicer.push(chunk);
  yield* splicer.end();
}

/** Edits bytes as they pass. */
export class Splicer {
  readonly #encoder = new TextEncoder();
  #offset: number;
  #next = 0;
  /** Bytes of the last splice that are still to be left out. */
  #drop = 0;

  /**
   * @param splices In ascending order, without overlaps.
   * @param offset Where in the file the bytes begin.
   */
  constructor(readonly splices: readonly Splice[], offset = 0) {
    this.#offset = offset;
    let free = offset;
    for (const splice of splices) {
      if (splice.offset < free) {
        throw new RangeError(
          `Cannot splice at byte ${splice.offset}: byte ${free} is reached already`,
        );
      }
      free = splice.offset + splice.length;
    }
  }

  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    while (true) {
      const dropped = Math.min(this.#drop, chunk.length - at);
      this.#drop -= dropped;
      at += dropped;
      const splice = this.splices[this.#next];
      const ahead = splice ? splice.offset - this.#offset : Infinity;
      const until = this.#drop > 0 ? at : Math.min(ahead, chunk.length);
      if (until > at) yield chunk.subarray(at, until);
      if (until === chunk.length) break;
      at = until;
      yield* this.#replace(splice!);
    }
    this.#offset += chunk.length;
  }

  *end(): Generator<Uint8Array> {
    for (const splice of this.splices.slice(this.#next)) {
      if (splice.offset === this.#offset) yield* this.#replace(splice);
      else this.#drop = Infinity;
    }
    if (this.#drop > 0) {
      throw new RangeError(
        `Cannot splice beyond byte ${this.#offset}: the content ends there`,
      );
    }
  }

  *#replace({ text, length }: Splice): Generator<Uint8Array> {
    if (text !== "") yield this.#encoder.encode(text);
    this.#drop = length;
    this.#next++;
  }
}
