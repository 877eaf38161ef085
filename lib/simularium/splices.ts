import type { Splice } from "./edits.ts";

/**
 * The content after the edit. Unchanged bytes are passed on as parts of the
 * chunks they came in, so they are valid only until the next ones are asked for.
 *
 * @param splices In ascending order, without overlaps.
 * @throws {RangeError} if they are not, go beyond the content's end, or are
 * about another content: what they replace does not stand there.
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
  readonly #splices: readonly EncodedSplice[];
  #offset: number;
  #next = 0;
  /** Bytes of the last splice that are still to come, and to be left out. */
  #replaced: Uint8Array = new Uint8Array();

  /**
   * @param splices In ascending order, without overlaps.
   * @param offset Where in the file the bytes begin.
   */
  constructor(splices: readonly Splice[], offset = 0) {
    this.#offset = offset;
    this.#splices = splices.map(encode);
    let free = offset;
    for (const { offset, before } of this.#splices) {
      if (offset < free) {
        throw new RangeError(
          `Cannot splice at byte ${offset}: byte ${free} is reached already`,
        );
      }
      free = offset + before.length;
    }
  }

  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    while (true) {
      at += this.#leaveOut(chunk.subarray(at));
      const splice = this.#splices[this.#next];
      const ahead = splice ? splice.offset - this.#offset : Infinity;
      const until = this.#replaced.length > 0
        ? at
        : Math.min(ahead, chunk.length);
      if (until > at) yield chunk.subarray(at, until);
      if (until === chunk.length) break;
      at = until;
      yield* this.#replace(splice!);
    }
    this.#offset += chunk.length;
  }

  *end(): Generator<Uint8Array> {
    for (const splice of this.#splices.slice(this.#next)) {
      if (splice.offset > this.#offset) throw this.#beyondEnd();
      yield* this.#replace(splice);
    }
    if (this.#replaced.length > 0) throw this.#beyondEnd();
  }

  *#replace({ before, after }: EncodedSplice): Generator<Uint8Array> {
    if (after.length > 0) yield after;
    this.#replaced = before;
    this.#next++;
  }

  /** @returns How many of the bytes are replaced by what was given out already. */
  #leaveOut(bytes: Uint8Array): number {
    const length = Math.min(this.#replaced.length, bytes.length);
    for (let i = 0; i < length; i++) {
      if (bytes[i] === this.#replaced[i]) continue;
      const { offset } = this.#splices[this.#next - 1]!;
      throw new RangeError(
        `Cannot splice at byte ${offset}: what is to be replaced does not stand there`,
      );
    }
    this.#replaced = this.#replaced.subarray(length);
    return length;
  }

  #beyondEnd(): RangeError {
    return new RangeError(
      `Cannot splice beyond byte ${this.#offset}: the content ends there`,
    );
  }
}

interface EncodedSplice {
  readonly offset: number;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

function encode({ offset, before, after }: Splice): EncodedSplice {
  const encoder = new TextEncoder();
  return {
    offset,
    before: encoder.encode(before),
    after: encoder.encode(after),
  };
}
