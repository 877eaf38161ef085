const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export type JsonKind =
  | "object"
  | "array"
  | "string"
  | "number"
  | "true"
  | "false"
  | "null"
  | "NaN"
  | "Infinity";

/** A key and its value. */
export interface JsonMember {
  readonly key: JsonValue;
  readonly value: JsonValue;
}

/** The kind of the value that starts with this byte. */
export function jsonKind(first: number): JsonKind {
  switch (first) {
    case OPEN_OBJECT:
      return "object";
    case OPEN_ARRAY:
      return "array";
    case QUOTE:
      return "string";
    case 0x74:
      return "true";
    case 0x66:
      return "false";
    case 0x6e:
      return "null";
    case 0x4e:
      return "NaN";
    case 0x49:
      return "Infinity";
    default:
      return "number";
  }
}

/**
 * A value within JSON text that `JsonScanner` found valid, by its place. Parses
 * nothing but what is asked for.
 *
 * `@streamparser/json` is not used for this: its tokenizer (0.0.26) refuses
 * `NaN`, counts characters instead of bytes after multi-byte ones, and reads
 * 18 MB/s where `JsonScanner` checks 1,000.
 */
export class JsonValue {
  /**
   * @param text The bytes around the value.
   * @param base Where in the file `text` starts.
   * @param start Where in `text` the value starts.
   * @param end Where in `text` it has ended.
   */
  constructor(
    private readonly text: Uint8Array,
    private readonly base: number,
    private readonly start: number,
    private readonly end: number,
  ) {}

  get kind(): JsonKind {
    const kind = jsonKind(this.text[this.start]!);
    const isInfinite = kind === "number" && this.text[this.start + 1] === 0x49;
    return isInfinite ? "Infinity" : kind;
  }

  /** Where in the file the value starts, in bytes. */
  get offset(): number {
    return this.base + this.start;
  }

  /** Where in the file it has ended. */
  get endOffset(): number {
    return this.base + this.end;
  }

  /** Bytes, the quotes of a string included. */
  get length(): number {
    return this.end - this.start;
  }

  /** As written in the file. */
  raw(): string {
    return decode(this.text, this.start, this.end);
  }

  /** The text of a string, unescaped. */
  string(): string {
    const raw = this.raw();
    return raw.includes("\\") ? JSON.parse(raw) : raw.slice(1, -1);
  }

  /** What the file holds between this value or key and the next one. */
  rawUntil(next: JsonValue): string {
    return decode(this.text, this.end, next.start);
  }

  /** White space in front of this value or key. */
  whiteSpaceBefore(): string {
    let start = this.start;
    while (isWhiteSpace(this.text[start - 1])) start--;
    return decode(this.text, start, this.start);
  }

  /** The members of an object, in the file's order, duplicates included. */
  *members(): Generator<JsonMember> {
    let at = this.#skipTo(this.start + 1);
    while (this.text[at] === QUOTE) {
      const key = this.#valueAt(at);
      const value = this.#valueAt(this.#skipTo(key.end));
      yield { key, value };
      at = this.#skipTo(value.end);
    }
  }

  #valueAt(start: number): JsonValue {
    return new JsonValue(this.text, this.base, start, endOf(this.text, start));
  }

  /** The next byte that is no white space, colon or comma. */
  #skipTo(at: number): number {
    while (isBetween(this.text[at])) at++;
    return at;
  }
}

/** To make one takes longer than to decode a name. */
const decoder = new TextDecoder();

function decode(text: Uint8Array, start: number, end: number): string {
  return decoder.decode(text.subarray(start, end));
}

/** Where the value that starts here has ended. */
function endOf(text: Uint8Array, start: number): number {
  let depth = 0;
  let at = start;
  do {
    switch (text[at]) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        depth++;
        at++;
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        depth--;
        at++;
        break;
      default:
        at = depth === 0 ? endOfWord(text, at) : at + 1;
    }
  } while (depth > 0);
  return at;
}

function endOfString(text: Uint8Array, start: number): number {
  let at = start + 1;
  while (text[at] !== QUOTE) at += text[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

/** The end of a number, `true`, `false`, `null` or `NaN`. */
function endOfWord(text: Uint8Array, start: number): number {
  let at = start;
  while (at < text.length && !isDelimiter(text[at]!)) at++;
  return at;
}

function isDelimiter(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY ||
    isWhiteSpace(byte);
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isBetween(byte: number | undefined): boolean {
  return isWhiteSpace(byte) || byte === COMMA || byte === 0x3a;
}
