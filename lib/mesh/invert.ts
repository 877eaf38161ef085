import { FormatError } from "../errors.ts";
import { type Digest, digestChunks } from "../io/digest.ts";
import { type LineBlock, lineBlocks } from "./lines.ts";
import { MINUS, parseDecimal, PLUS } from "./number.ts";
import { Rewriter } from "./rewriter.ts";
import {
  endsStatement,
  firstLine,
  Keyword,
  keywordAt,
  nextLine,
  tokenEnd,
  tokenStart,
} from "./tokens.ts";

/**
 * Turns a Wavefront OBJ mesh inside out: the vertices of each face in reverse
 * order, the first one kept in its place, and normals (`vn`) negated. Every
 * other byte stays as it was.
 *
 * Numbers are negated as text: `0.5` and `-0.5` become each other, `+0.5`
 * becomes `-0.5`, and zero stays. So inverting twice gives the original, except
 * for plus signs of normals.
 *
 * @throws {FormatError} if a normal holds something other than numbers, or a
 * line is endless.
 */
export async function* invertObj(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const block of lineBlocks(chunks)) yield invertLines(block);
}

/** The digest of what {@linkcode invertObj} makes of a mesh. */
export function invertedDigest(
  chunks: AsyncIterable<Uint8Array>,
): Promise<Digest> {
  return digestChunks(invertObj(chunks));
}

function invertLines({ bytes, offset }: LineBlock): Uint8Array {
  const output = new Rewriter(bytes);
  let line = firstLine({ bytes, offset });
  while (line < bytes.length) {
    const start = tokenStart(bytes, line);
    const end = tokenEnd(bytes, start);
    const keyword = keywordAt(bytes, start, end);
    if (keyword === Keyword.face) {
      reverse(tokens(bytes, end), output);
    } else if (keyword === Keyword.normal) {
      negate(tokens(bytes, end), output, { bytes, offset });
    }
    line = nextLine(bytes, end);
  }
  return output.finish();
}

/** Start and end of each token of a statement, one after the other. */
type TokenBounds = readonly number[];

function tokens(bytes: Uint8Array, at: number): TokenBounds {
  const bounds: number[] = [];
  for (;;) {
    const start = tokenStart(bytes, at);
    if (endsStatement(bytes, start)) return bounds;
    at = tokenEnd(bytes, start);
    bounds.push(start, at);
  }
}

function reverse(bounds: TokenBounds, output: Rewriter): void {
  for (let i = 2; i < bounds.length; i += 2) {
    const j = bounds.length - i;
    output.move(bounds[i]!, bounds[i + 1]!, bounds[j]!, bounds[j + 1]!);
  }
}

function negate(
  bounds: TokenBounds,
  output: Rewriter,
  { bytes, offset }: LineBlock,
): void {
  for (let i = 0; i < bounds.length; i += 2) {
    const start = bounds[i]!, end = bounds[i + 1]!;
    const value = parseDecimal(bytes, start, end);
    if (Number.isNaN(value)) {
      throw new FormatError(
        "Cannot invert normal: it is not made of numbers",
        offset + start,
      );
    }
    if (value === 0) continue;
    if (bytes[start] === MINUS) output.move(start, start + 1, start, start);
    else if (bytes[start] === PLUS) output.put(start, start + 1, MINUS);
    else output.put(start, start, MINUS);
  }
}
