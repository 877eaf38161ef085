import { FormatError } from "../errors.ts";
import { isContinued, LF } from "./tokens.ts";

/** Longer lines are taken for something other than a mesh: 1 MiB. */
export const MAX_LINE_BYTES = 2 ** 20;

/** Some whole lines of an OBJ file, none of them split. */
export interface LineBlock {
  readonly bytes: Uint8Array;
  /** Where in the file the block begins, in bytes. */
  readonly offset: number;
}

/**
 * Regroups a file's chunks so that no line is split, where a line that ends in
 * a backslash goes on in the next one. Together the blocks are the file.
 *
 * @throws {FormatError} if a line is longer than {@linkcode MAX_LINE_BYTES} and
 * spans chunks, so that memory stays flat.
 */
export async function* lineBlocks(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<LineBlock> {
  let rest = new Uint8Array();
  let offset = 0;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : concat(rest, chunk);
    const end = lastLineEnd(bytes, rest.length);
    if (bytes.length - end > MAX_LINE_BYTES) {
      throw new FormatError(
        `Cannot read mesh: a line is longer than ${MAX_LINE_BYTES} bytes`,
        offset + end,
      );
    }
    if (end > 0) yield { bytes: bytes.subarray(0, end), offset };
    // A copy, because the chunk belongs to its source.
    rest = bytes.slice(end);
    offset += end;
  }
  if (rest.length > 0) yield { bytes: rest, offset };
}

/** The position behind the last line feed from `from` on that ends a line, or 0. */
function lastLineEnd(bytes: Uint8Array, from: number): number {
  let at = bytes.lastIndexOf(LF);
  while (at >= from && isContinued(bytes, at)) {
    at = at === 0 ? -1 : bytes.lastIndexOf(LF, at - 1);
  }
  return at < from ? 0 : at + 1;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
