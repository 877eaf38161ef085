/**
 * The lexical rules of Wavefront OBJ files, as positions in their bytes. Blanks
 * (space and control characters, the CR of a CRLF among them) and continued line ends (a backslash, then LF or CRLF) separate tokens; a
 * token that starts with `#` begins a comment.
 *
 * Source: Wavefront, "Object Files (.obj)", Advanced Visualizer manual,
 * appendix B.
 */

import type { LineBlock } from "./lines.ts";

/** The keywords of the statements in use, as {@linkcode keywordAt} gives them. */
export const Keyword = {
  face: code("f"),
  group: code("g"),
  normal: code("vn"),
  object: code("o"),
  textureVertex: code("vt"),
  vertex: code("v"),
} as const;

export const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const HASH = 0x23;
const BACKSLASH = 0x5c;

/** Where the statements of a block begin: behind a byte order mark, if any. */
export function firstLine({ bytes, offset }: LineBlock): number {
  const hasMark = offset === 0 && bytes[0] === 0xef && bytes[1] === 0xbb &&
    bytes[2] === 0xbf;
  return hasMark ? 3 : 0;
}

/** The keyword that a token spells, or 0 if it has more than two characters. */
export function keywordAt(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  switch (end - start) {
    case 1:
      return bytes[start]!;
    case 2:
      return bytes[start]! << 8 | bytes[start + 1]!;
    default:
      return 0;
  }
}

/** The beginning of the line after the one that holds `at`. */
export function nextLine(bytes: Uint8Array, at: number): number {
  for (; at < bytes.length; at++) {
    if (bytes[at] === LF && !isContinued(bytes, at)) return at + 1;
  }
  return at;
}

/** The next position from `at` on that no token separator is at. */
export function tokenStart(bytes: Uint8Array, at: number): number {
  for (;;) {
    const byte = bytes[at]!;
    if (byte <= SPACE && byte !== LF) at++;
    else if (byte === BACKSLASH && isContinuation(bytes, at)) {
      at = bytes.indexOf(LF, at) + 1;
    } else return at;
  }
}

/** The position behind the token that `at` is in. */
export function tokenEnd(bytes: Uint8Array, at: number): number {
  while (bytes[at]! > SPACE && !isContinuation(bytes, at)) at++;
  return at;
}

/** Whether a {@linkcode tokenStart} is not that of a token, but where the statement ends. */
export function endsStatement(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  return byte === LF || byte === HASH || byte === undefined;
}

/** Whether the line goes on behind the line feed at `lineFeed`. */
export function isContinued(bytes: Uint8Array, lineFeed: number): boolean {
  const before = bytes[lineFeed - 1] === CR ? lineFeed - 2 : lineFeed - 1;
  return bytes[before] === BACKSLASH;
}

function isContinuation(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== BACKSLASH) return false;
  return bytes[at + 1] === LF || (bytes[at + 1] === CR && bytes[at + 2] === LF);
}

function code(keyword: string): number {
  const bytes = new TextEncoder().encode(keyword);
  return keywordAt(bytes, 0, bytes.length);
}
