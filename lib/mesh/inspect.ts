import { FormatError } from "../errors.ts";
import { type Cut, type Digest, Digester } from "../io/digester.ts";
import { type LineBlock, lineBlocks } from "./lines.ts";
import { parseDecimal, parseInteger } from "./number.ts";
import {
  endsStatement,
  firstLine,
  Keyword,
  keywordAt,
  nextLine,
  tokenEnd,
  tokenStart,
} from "./tokens.ts";
import { Vertices } from "./vertices.ts";

/** What there is to know of a mesh before it is published. */
export interface MeshReport extends Digest {
  readonly faces: number;
  /** `o` and `g` statements with faces; the viewer draws only the first of them. */
  readonly objects: number;
  /**
   * Volume inside a closed mesh in cubed units of its vertices: positive if its
   * faces look outward, negative if it is inverted.
   */
  readonly signedVolume: number;
}

/**
 * Reads a Wavefront OBJ mesh once and checks it on the way.
 *
 * @param cut For the digest.
 * @throws {FormatError} if a vertex has fewer than three coordinates, a face
 * fewer than three vertices or one that does not come before it, or if the file
 * is no text.
 */
export async function inspectObj(
  chunks: AsyncIterable<Uint8Array>,
  cut?: Cut,
): Promise<MeshReport> {
  const digester = new Digester(cut);
  const mesh = new Mesh();
  for await (const block of lineBlocks(chunks)) {
    digester.update(block.bytes);
    mesh.read(block);
  }
  const { faces, objects, signedVolume } = mesh;
  return { ...digester.digest(), faces, objects, signedVolume };
}

class Mesh {
  faces = 0;
  objects = 0;

  #vertices = new Vertices();
  #textureVertices = 0;
  #normals = 0;
  /** Whether the latest `o` or `g` statement still waits for its first face. */
  #objectIsNew = false;
  #sixfoldVolume = 0;
  #face: number[] = [];

  get signedVolume(): number {
    return this.#sixfoldVolume / 6;
  }

  read(block: LineBlock): void {
    const { bytes, offset } = block;
    const binary = bytes.indexOf(0);
    if (binary !== -1) {
      throw new FormatError(
        "Cannot read mesh: it is binary, not a Wavefront OBJ file",
        offset + binary,
      );
    }
    let line = firstLine(block);
    while (line < bytes.length) {
      const start = tokenStart(bytes, line);
      let end = tokenEnd(bytes, start);
      switch (keywordAt(bytes, start, end)) {
        case Keyword.vertex:
          end = this.#readVertex(block, end);
          break;
        case Keyword.face:
          end = this.#readFace(block, end);
          break;
        case Keyword.textureVertex:
          this.#textureVertices++;
          break;
        case Keyword.normal:
          this.#normals++;
          break;
        case Keyword.object:
        case Keyword.group:
          this.#objectIsNew = true;
      }
      line = nextLine(bytes, end);
    }
  }

  #readVertex({ bytes, offset }: LineBlock, at: number): number {
    for (let i = 0; i < 3; i++) {
      const start = tokenStart(bytes, at);
      at = tokenEnd(bytes, start);
      const coordinate = parseDecimal(bytes, start, at);
      if (!Number.isFinite(coordinate)) {
        throw new FormatError(
          "Cannot read vertex: expected three numbers",
          offset + start,
        );
      }
      this.#vertices.push(coordinate);
    }
    return at;
  }

  #readFace(block: LineBlock, at: number): number {
    const { bytes, offset } = block;
    const face = this.#face;
    face.length = 0;
    for (;;) {
      const start = tokenStart(bytes, at);
      if (endsStatement(bytes, start)) break;
      at = tokenEnd(bytes, start);
      face.push(this.#readCorner(block, start, at));
    }
    if (face.length < 3) {
      throw new FormatError(
        "Cannot read face: expected three vertices or more",
        offset + at,
      );
    }
    this.faces++;
    if (this.#objectIsNew) this.objects++;
    this.#objectIsNew = false;
    this.#sixfoldVolume += this.#vertices.sixfoldVolume(face);
    return at;
  }

  /** The vertex of a face's corner, which is `v`, `v/vt`, `v//vn` or `v/vt/vn`. */
  #readCorner(block: LineBlock, start: number, end: number): number {
    const { bytes } = block;
    const slash = endOfReference(bytes, start, end);
    const vertex = resolve(block, start, slash, this.#vertices.count);
    if (slash === end) return vertex;

    const second = endOfReference(bytes, slash + 1, end);
    if (second === end || second > slash + 1) {
      resolve(block, slash + 1, second, this.#textureVertices);
    }
    if (second < end) resolve(block, second + 1, end, this.#normals);
    return vertex;
  }
}

function endOfReference(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] !== SLASH) at++;
  return at;
}

/**
 * The index, from 0, that a reference means: they count from 1, or back from
 * the latest if negative.
 */
function resolve(
  { bytes, offset }: LineBlock,
  start: number,
  end: number,
  count: number,
): number {
  const reference = parseInteger(bytes, start, end);
  const index = reference < 0 ? count + reference : reference - 1;
  if (index >= 0 && index < count) return index;
  throw new FormatError(
    Number.isNaN(reference)
      ? "Cannot read face: expected numbers of vertices"
      : `Cannot read face: there is no ${reference} among the ${count} so far`,
    offset + start,
  );
}

const SLASH = 0x2f;
