import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError } from "../../lib/errors.ts";
import { inspectObj } from "../../lib/mesh/inspect.ts";
import { invertObj } from "../../lib/mesh/invert.ts";
import { collect, pieces, TRIMESH_CUBE, VTK_CUBE } from "./meshes.ts";

/** Everything that the format knows of, in one mesh. */
const MESH = TRIMESH_CUBE.replaceAll(
  /^f (\d+) (\d+) (\d+)$/gm,
  "f $1/1/1 \\\r\n $2/-1/1\t$3//1 # corner",
).replace("f ", "vt 0.5 0.5\nvn +1 -0.0 1e-3\r\nf ").trimEnd();

Deno.test("a mesh with everything is read", async () => {
  const { faces, signedVolume } = await inspectObj(pieces(MESH, 5));
  assert.deepEqual([faces, signedVolume], [12, 1]);
});

Deno.test("a mesh cut off at any byte is refused with an offset, or is one of fewer faces", async () => {
  for (const mesh of [MESH, VTK_CUBE]) {
    const { faces } = await inspectObj(pieces(mesh));
    for (let length = 0; length < mesh.length; length++) {
      const cut = mesh.slice(0, length);
      try {
        assert.ok((await inspectObj(pieces(cut))).faces <= faces);
      } catch (error) {
        assert.ok(error instanceof FormatError, `${error}`);
        assert.ok(error.offset! <= length);
      }
    }
  }
});

const TOKENS = [
  ..."fv \n\r\t\\#/-+.e0\0\xff",
  "f ",
  "\nvn ",
  "nan",
  "99",
  "-99",
  "1e999",
  "\\\n",
];

Deno.test("a damaged mesh is refused with an offset, or is turned inside out and back", async () => {
  let refused = 0, read = 0;
  const change = fc.record({
    at: fc.nat(MESH.length - 1),
    length: fc.nat(8),
    text: fc.array(fc.constantFrom(...TOKENS), { maxLength: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 99 }),
      async (changes, size) => {
        let text = MESH;
        for (const { at, length, text: inserted } of changes) {
          text = text.slice(0, at) + inserted.join("") +
            text.slice(at + length);
        }
        const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
        try {
          const before = await inspectObj(pieces(bytes, size));
          const after = await inspectObj(invertObj(pieces(bytes, size)));
          assert.deepEqual(
            [after.faces, after.objects],
            [before.faces, before.objects],
          );
          const sum = after.signedVolume + before.signedVolume;
          assert.ok(
            Math.abs(sum) <= 1e-9 * Math.abs(before.signedVolume) ||
              !Number.isFinite(before.signedVolume),
          );
          const once = () => invertObj(pieces(bytes, size));
          assert.equal(
            await collect(invertObj(invertObj(once()))),
            await collect(once()),
          );
          read++;
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
          assert.ok(error.offset! <= bytes.length, `${error.offset}`);
          refused++;
        }
      },
    ),
    { numRuns: 1500 },
  );
  assert.ok(refused > 200 && read > 200, `${refused}, ${read}`);
});
