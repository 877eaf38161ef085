import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { FormatError } from "../../lib/errors.ts";
import { invertedDigest, invertObj } from "../../lib/mesh/invert.ts";
import { collect, pieces, TRIMESH_CUBE, VTK_CUBE } from "./meshes.ts";

const invert = (text: string, size?: number) =>
  collect(invertObj(pieces(text, size)));

const STATEMENTS: [name: string, original: string, inverted: string][] = [
  ["a triangle", "f 1 2 3\n", "f 1 3 2\n"],
  ["a quad", "f 1 2 3 4\n", "f 1 4 3 2\n"],
  ["a polygon", "f 10 20 30 40 50\n", "f 10 50 40 30 20\n"],
  ["texture vertices", "f 1/4 2/5 3/6\n", "f 1/4 3/6 2/5\n"],
  ["corner normals", "f 1//7 2//8 3//9\n", "f 1//7 3//9 2//8\n"],
  ["full corners", "f 1/4/7 2/5/8 3/6/9\n", "f 1/4/7 3/6/9 2/5/8\n"],
  ["negative indices", "f -3 -2 -1\n", "f -3 -1 -2\n"],
  ["indices of unlike length", "f 1 222 33\n", "f 1 33 222\n"],
  ["spacing", "  f\t1   2 \t3  \n", "  f\t1   3 \t2  \n"],
  ["CRLF", "f 1 2 3\r\nf 4 5 6\r\n", "f 1 3 2\r\nf 4 6 5\r\n"],
  ["no final newline", "f 1 2 3", "f 1 3 2"],
  ["continuation", "f 1 2 \\\n 3 4\n", "f 1 4 \\\n 3 2\n"],
  ["CRLF continuation", "f 1 2\\\r\n3\r\n", "f 1 3\\\r\n2\r\n"],
  ["continued keyword", "f \\\n1 2 3\n", "f \\\n1 3 2\n"],
  ["comment behind", "f 1 2 3 # f 4 5 6\n", "f 1 3 2 # f 4 5 6\n"],
  ["normals", "vn 0.5 -0.25 1e-3\n", "vn -0.5 0.25 -1e-3\n"],
  ["plus signs", "vn +0.5 1 1\n", "vn -0.5 -1 -1\n"],
  ["zero normals", "vn 0 -0 0.000000\n", "vn 0 -0 0.000000\n"],
  ["byte order mark", "\xef\xbb\xbfvn 1 1 1\n", "\xef\xbb\xbfvn -1 -1 -1\n"],
];

for (const [name, original, inverted] of STATEMENTS) {
  Deno.test(`inverting changes order and sign only: ${name}`, async () => {
    const bytes = Uint8Array.from(original, (char) => char.charCodeAt(0));
    assert.equal(await collect(invertObj(pieces(bytes))), inverted);
  });
}

Deno.test("statements that are no faces and no normals stay", async () => {
  const others = "# f 1 2 3\n#vn 1 1 1\nv 1 -2 3\nvt 0.5 0.5\nl 1 2 3\n" +
    "p 1 2\no f 1 2 3\ng vn 1 2\nfo 1 2 3\nusemtl f\ns off\n\n \t \n" +
    "# comment goes on \\\nf 1 2 3\no name goes on \\\nvn 1 2 3\n";
  assert.equal(await invert(others), others);
});

Deno.test("bytes that are no UTF-8 stay", async () => {
  const bytes = new Uint8Array([
    0x23,
    0xff,
    0xc0,
    0x80,
    0x0a,
    0x6f,
    0x20,
    0xe9,
  ]);
  assert.equal(
    await collect(invertObj(pieces(bytes))),
    "#\xff\xc0\x80\no \xe9",
  );
});

Deno.test("an empty file stays empty", async () => {
  assert.equal(await invert(""), "");
});

Deno.test("the result is the same for every chunk size", async () => {
  const text = VTK_CUBE.replaceAll("\n", "\r\n") +
    STATEMENTS.map(([, original]) => original).join("\n") + "f 1 2\\\r\n3";
  const whole = await invert(text);
  for (let size = 1; size <= 32; size++) {
    assert.equal(await invert(text, size), whole, `chunks of ${size}`);
  }
});

Deno.test("inverting twice gives the original file", async () => {
  for (const mesh of [VTK_CUBE, TRIMESH_CUBE]) {
    const inverted = await invert(mesh);
    assert.notEqual(inverted, mesh);
    assert.equal(await invert(inverted), mesh);
  }
});

Deno.test("inverting any text twice gives the original", async () => {
  const blank = fc.constantFrom(" ", "  ", "\t", " \\\n", "\\\r\n ");
  const end = fc.constantFrom("\n", "\r\n", " \n", " # f 1 2 3\n", "\n\n");
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.constantFrom("0", "-0", "0.0", ".5", "-5.", "1E-7"),
  ).map((text) => text.replace("e+", "e"));
  const index = fc.integer({ min: -99, max: 99 });
  const corner = fc.oneof(
    index.map(String),
    fc.tuple(index, index, index).map((indices) => indices.join("/")),
    fc.tuple(index, index).map((indices) => indices.join("//")),
  );
  const statement = (keyword: string, token: fc.Arbitrary<string>) =>
    fc.tuple(fc.array(fc.tuple(blank, token), { maxLength: 6 }), end)
      .map(([tokens, end]) => keyword + tokens.flat().join("") + end);
  const line = fc.oneof(
    statement("f", corner),
    statement("vn", number),
    statement("v", number),
    fc.string().map((text) => `# ${text}\n`),
  );
  await fc.assert(fc.asyncProperty(
    fc.array(line).map((lines) => lines.join("")),
    fc.integer({ min: 1, max: 40 }),
    async (text, size) => {
      const bytes = new TextEncoder().encode(text);
      const once = invertObj(pieces(bytes, size));
      assert.equal(
        await collect(invertObj(once)),
        await collect(pieces(bytes)),
      );
    },
  ));
});

Deno.test("the digest is that of the inverted content", async () => {
  const inverted = "vn -1 0 0\nf 1 3 2\n";
  assert.deepEqual(await invertedDigest(pieces("vn 1 0 0\nf 1 2 3\n", 3)), {
    size: inverted.length,
    md5: createHash("md5").update(inverted).digest("hex"),
  });
});

Deno.test("a normal that is not a number is an error with its offset", async () => {
  await assert.rejects(
    invert("o a\nvn 0 nan 1\n"),
    (error) => error instanceof FormatError && error.offset === 9,
  );
});

Deno.test("a line without end is an error, however long the file", async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("o a\n");
    for (;;) yield new Uint8Array(2 ** 16).fill(0x20);
  }
  await assert.rejects(
    collect(invertObj(endless())),
    (error) => error instanceof FormatError && error.offset === 4,
  );
});
