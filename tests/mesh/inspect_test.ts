import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { FormatError } from "../../lib/errors.ts";
import { inspectObj } from "../../lib/mesh/inspect.ts";
import { invertObj } from "../../lib/mesh/invert.ts";
import { pieces, TRIMESH_CUBE, VTK_CUBE } from "./meshes.ts";

const inspect = (text: string, size?: number) => inspectObj(pieces(text, size));

Deno.test("a cube by trimesh has twelve triangles and one cubic unit", async () => {
  assert.deepEqual(await inspect(TRIMESH_CUBE), {
    size: TRIMESH_CUBE.length,
    md5: createHash("md5").update(TRIMESH_CUBE).digest("hex"),
    faces: 12,
    objects: 1,
    signedVolume: 1,
  });
});

Deno.test("a cube by VTK has six squares and one cubic unit", async () => {
  const report = await inspect(VTK_CUBE);
  assert.equal(report.faces, 6);
  assert.equal(report.objects, 1);
  assert.equal(report.signedVolume, 1);
});

Deno.test("an inverted cube has a volume of -1", async () => {
  for (const mesh of [TRIMESH_CUBE, VTK_CUBE]) {
    const report = await inspectObj(invertObj(pieces(mesh)));
    assert.equal(report.signedVolume, -1);
  }
});

Deno.test("the volume does not depend on where a closed mesh is", async () => {
  const moved = TRIMESH_CUBE.replaceAll(
    /^v (\S+) (\S+) (\S+)$/gm,
    (_, x, y, z) => `v ${+x + 10} ${+y - 20} ${+z + 5}`,
  );
  assert.ok(Math.abs((await inspect(moved)).signedVolume - 1) < 1e-9);
});

Deno.test("the report is the same for every chunk size and line end", async () => {
  const text = VTK_CUBE.replaceAll("\n", "\r\n").replaceAll(" 0 ", " \\\r\n0 ");
  const whole = await inspect(text);
  assert.equal(whole.signedVolume, 1);
  for (let size = 1; size <= 32; size++) {
    assert.deepEqual(await inspect(text, size), whole, `chunks of ${size}`);
  }
});

const TETRAHEDRON = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\n";

const VOLUMES: [name: string, text: string, sixfold: number][] = [
  [
    "negative indices",
    `${TETRAHEDRON}f -4 -2 -3\nf -4 -3 -1\nf -4 -1 -2\nf -3 -2 -1`,
    1,
  ],
  [
    "exponents and signs",
    "v +0e0 -0 .0\nv 10e-1 0 0\nv 0 0.01E+2 0\nv 0 0 1.\n" +
    "f 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n",
    1,
  ],
  [
    "weights, colours and a byte order mark",
    "\ufeffv 0 0 0 1\nv 1 0 0 0.5 0.5 0.5\nv 0 1 0\n v\t0  0 1 # top\n" +
    "f 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n",
    1,
  ],
  [
    "twenty digits",
    "v 0 0 0\nv 1.0000000000000000000 0 0\nv 0 1 0\nv 0 0 100000000000000000000e-20\n" +
    "f 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n",
    1,
  ],
];

for (const [name, text, sixfold] of VOLUMES) {
  Deno.test(`the volume of a tetrahedron is found with ${name}`, async () => {
    const { signedVolume } = await inspect(text);
    assert.ok(Math.abs(signedVolume * 6 - sixfold) < 1e-12, `${signedVolume}`);
  });
}

const OBJECTS: [name: string, text: string, objects: number][] = [
  ["no object statement", `${TETRAHEDRON}f 1 2 3\n`, 0],
  ["one object", `o a\n${TETRAHEDRON}f 1 2 3\nf 1 2 4\n`, 1],
  ["an object that is empty", `o a\n${TETRAHEDRON}g b\nf 1 2 3\no c\n`, 1],
  ["two groups", `${TETRAHEDRON}g a\nf 1 2 3\ng b\nf 1 2 4\nf 2 3 4`, 2],
];

for (const [name, text, objects] of OBJECTS) {
  Deno.test(`objects with faces are counted: ${name}`, async () => {
    assert.equal((await inspect(text)).objects, objects);
  });
}

Deno.test("a file without faces has none", async () => {
  const report = await inspect("<html>not found</html>\n");
  assert.equal(report.faces, 0);
  assert.equal(report.size, 23);
});

const BAD: [name: string, text: string, offset: number, message: RegExp][] = [
  ["two coordinates", "v 1 2\n", 5, /three numbers/],
  ["a coordinate that is a word", "v 1 2 x\n", 6, /three numbers/],
  ["a coordinate with a rest", "v 1 2 3mm\n", 6, /three numbers/],
  ["a coordinate of NaN", "v 1 nan 3\n", 4, /three numbers/],
  ["a coordinate without digits", "v 1 - 3\n", 4, /three numbers/],
  ["a coordinate with half an exponent", "v 1 2e 3\n", 4, /three numbers/],
  ["an index past the end", `${TETRAHEDRON}f 1 2 5\n`, 38, /no 5 among the 4/],
  ["an index of zero", `${TETRAHEDRON}f 0 1 2\n`, 34, /no 0 among the 4/],
  ["an index before the start", `${TETRAHEDRON}f 1 -5 2\n`, 36, /no -5 among/],
  ["a vertex that comes later", "f 1 2 3\nv 0 0 0\n", 2, /no 1 among the 0/],
  ["a normal that is missing", `${TETRAHEDRON}f 1//1 2//1 3//1\n`, 37, /no 1/],
  ["a face of two", `${TETRAHEDRON}f 1 2\n`, 37, /three vertices/],
  ["a face of words", `${TETRAHEDRON}f a b c\n`, 34, /numbers of vertices/],
  ["a face of fractions", `${TETRAHEDRON}f 1.5 2 3\n`, 34, /numbers of vert/],
  ["a NUL byte", "# mesh\n\0\0\0", 7, /binary/],
];

for (const [name, text, offset, message] of BAD) {
  Deno.test(`bad content is an error with its offset: ${name}`, async () => {
    for (const size of [1, 1000]) {
      await assert.rejects(
        inspect(text, size),
        (error) =>
          error instanceof FormatError && error.offset === offset &&
          message.test(error.message),
      );
    }
  });
}
