import { FormatError } from "../errors.ts";
import { Action } from "./grammar.ts";
import {
  ACTIONS,
  AFTER,
  END,
  ERROR,
  expectedIn,
  FIRST_ACTION,
  HIGH,
  LOW,
  PAIRS,
  START,
  TABLE,
} from "./table.ts";

/** Where a member of the root object stands, in bytes from the file's start. */
export interface RootMember {
  /** Unescaped; `undefined` where it is longer than any key of interest. */
  readonly key: string | undefined;
  /** Of the key's opening quote. */
  readonly keyOffset: number;
  readonly valueOffset: number;
  /** The value's first byte, which tells its kind. */
  readonly first: number;
}

/** Told while the bytes pass. */
export interface RootListener {
  /** A value of the root object starts. */
  onMember(member: RootMember): void;
  /** The object or array that started last ends before this offset. */
  onContainerEnd(offset: number): void;
}

/** Bytes of a key that are kept: enough for 40 characters, all escaped. */
const KEY_LIMIT = 256;

/**
 * Checks a JSON file of any size and depth as its bytes pass, in chunks of any
 * size, and tells where the members of its root object are. It keeps one state
 * and one bit for each level of nesting, and no bytes.
 */
export class JsonScanner {
  /** `NaN` or an infinity occurred: Python reads that, `JSON.parse` does not. */
  hasNaN = false;
  #state = START;
  #offset = 0;
  #depth = 0;
  /** Bit n: level n is an object. */
  #levels = new Uint8Array(16);
  #key: number[] = [];
  #keyOffset = 0;

  constructor(readonly listener: RootListener) {}

  /** @throws {FormatError} at the first byte that does not fit the grammar. */
  push(chunk: Uint8Array): void {
    const length = chunk.length;
    let state = this.#state;
    let i = 0;
    while (i < length) {
      while (i + 1 < length) {
        const next = PAIRS[state | HIGH[chunk[i]!]! | LOW[chunk[i + 1]!]!]!;
        if (next === ERROR) break;
        state = next;
        i += 2;
      }
      if (i === length) break;
      const next = TABLE[state | chunk[i]!]!;
      state = next < FIRST_ACTION
        ? next
        : this.#act(next, state, chunk[i]!, this.#offset + i);
      i++;
      // Text and white space.
      while (i < length && TABLE[state | chunk[i]!] === state) i++;
    }
    this.#state = state;
    this.#offset += length;
  }

  /** @throws {FormatError} if the root object has not ended. */
  end(): void {
    if (this.#state === END) return;
    const expected = expectedIn(this.#state);
    throw new FormatError(`Unexpected end, expected ${expected}`, this.#offset);
  }

  /** @returns The state to go on with. */
  #act(entry: number, state: number, byte: number, offset: number): number {
    if (entry === ERROR) {
      const found = byte > 0x20 && byte < 0x7f
        ? JSON.stringify(String.fromCharCode(byte))
        : `byte 0x${byte.toString(16).padStart(2, "0")}`;
      const expected = expectedIn(state);
      throw new FormatError(
        `Unexpected ${found}, expected ${expected}`,
        offset,
      );
    }
    const { action, next } = ACTIONS[entry - FIRST_ACTION]!;
    switch (action) {
      case Action.OpenObject:
      case Action.OpenArray:
        if (this.#depth === 1) this.#member(byte, offset);
        this.#open(action === Action.OpenObject);
        return next;
      case Action.Close:
        return this.#close(offset + 1);
      case Action.KeyStart:
        this.#key = [byte];
        this.#keyOffset = offset;
        return next;
      case Action.KeyByte:
        if (this.#key.length <= KEY_LIMIT) this.#key.push(byte);
        return next;
      case Action.Scalar:
        this.#member(byte, offset);
        return next;
      default:
        this.hasNaN = true;
        return next;
    }
  }

  #member(first: number, valueOffset: number): void {
    const key = this.#key.length > KEY_LIMIT ? undefined : JSON.parse(
      new TextDecoder().decode(Uint8Array.from(this.#key)),
    );
    this.listener.onMember({
      key,
      keyOffset: this.#keyOffset,
      valueOffset,
      first,
    });
  }

  #open(isObject: boolean): void {
    const level = ++this.#depth;
    const index = level >> 3;
    if (index === this.#levels.length) {
      const longer = new Uint8Array(2 * index);
      longer.set(this.#levels);
      this.#levels = longer;
    }
    const bit = 1 << (level & 7);
    if (isObject) this.#levels[index]! |= bit;
    else this.#levels[index]! &= ~bit;
  }

  #close(end: number): number {
    const level = --this.#depth;
    if (level === 0) return END;
    if (level === 1) {
      this.listener.onContainerEnd(end);
      return AFTER.root;
    }
    const isObject = this.#levels[level >> 3]! & 1 << (level & 7);
    return isObject ? AFTER.object : AFTER.array;
  }
}
