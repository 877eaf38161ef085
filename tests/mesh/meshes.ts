import { Buffer } from "node:buffer";

/** Meshes written by hand, and ways to read them in pieces. */

/** A cube from (0, 0, 0) to (1, 1, 1), faces outward, as trimesh exports it. */
export const TRIMESH_CUBE = `# https://github.com/mikedh/trimesh
o geometry_0
v 0.00000000 0.00000000 0.00000000
v 1.00000000 0.00000000 0.00000000
v 1.00000000 1.00000000 0.00000000
v 0.00000000 1.00000000 0.00000000
v 0.00000000 0.00000000 1.00000000
v 1.00000000 0.00000000 1.00000000
v 1.00000000 1.00000000 1.00000000
v 0.00000000 1.00000000 1.00000000
f 1 3 2
f 1 4 3
f 5 6 7
f 5 7 8
f 1 2 6
f 1 6 5
f 4 7 3
f 4 8 7
f 1 8 4
f 1 5 8
f 2 3 7
f 2 7 6
`;

/** The same cube as VTK exports it: quads, normals, `%g` numbers. */
export const VTK_CUBE =
  `# wavefront obj file written by the visualization toolkit

mtllib NONE

v 0 0 0
v 1 0 0
v 1 1 0
v 0 1 0
v 0 0 1
v 1 0 1
v 1 1 1
v 0 1 1
vn 0 0 -1
vn 0 0 1
vn 1e-05 -1 0
vn 0 1 0
vn -1 0 0
vn 1 0 0

g grp1
usemtl mtlNONE
f 1//1 4//1 3//1 2//1 
f 5//2 6//2 7//2 8//2 
f 1//3 2//3 6//3 5//3 
f 4//4 8//4 7//4 3//4 
f 1//5 5//5 8//5 4//5 
f 2//6 3//6 7//6 6//6 
`;

/** The bytes of a text, in pieces of at most `size` bytes. */
export async function* pieces(
  content: string | Uint8Array,
  size = 2 ** 16,
): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.slice(at, at + size);
  }
}

/** The text that some chunks hold together, bytes as Latin-1. */
export async function collect(
  chunks: AsyncIterable<Uint8Array>,
): Promise<string> {
  let text = "";
  for await (const chunk of chunks) {
    text += Buffer.from(chunk).toString("latin1");
  }
  return text;
}
