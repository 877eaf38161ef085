/** A copy of some bytes, with replacements made from start to end. */
export class Rewriter {
  readonly #input: Uint8Array;
  #output: Uint8Array;
  #length = 0;
  /** Up to where the input is copied, or replaced. */
  #done = 0;

  constructor(input: Uint8Array) {
    this.#input = input;
    this.#output = new Uint8Array(input.length + 64);
  }

  /** Puts the input's bytes from `from` to `to` where those from `start` to `end` are. */
  move(start: number, end: number, from: number, to: number): void {
    this.#copy(this.#done, start);
    this.#copy(from, to);
    this.#done = end;
  }

  /** Puts a byte where those from `start` to `end` are. */
  put(start: number, end: number, byte: number): void {
    this.#copy(this.#done, start);
    this.#reserve(1);
    this.#output[this.#length++] = byte;
    this.#done = end;
  }

  /** The rewritten bytes. */
  finish(): Uint8Array {
    this.#copy(this.#done, this.#input.length);
    return this.#output.subarray(0, this.#length);
  }

  #copy(from: number, to: number): void {
    this.#reserve(to - from);
    if (to - from > 64) {
      this.#output.set(this.#input.subarray(from, to), this.#length);
      this.#length += to - from;
    } else {
      for (let i = from; i < to; i++) {
        this.#output[this.#length++] = this.#input[i]!;
      }
    }
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#output.length) return;
    const larger = new Uint8Array(2 * (this.#length + bytes));
    larger.set(this.#output);
    this.#output = larger;
  }
}
