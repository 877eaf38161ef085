import assert from "node:assert/strict";
import { columnWarnings, rowWarnings } from "../../lib/release_check/csv.ts";
import { keyWarnings } from "../../lib/release_check/key.ts";
import { meshWarnings } from "../../lib/release_check/mesh.ts";
import { nameWarning, targetWarning } from "../../lib/release_check/target.ts";
import { warningMessage } from "../../lib/release_check/warning.ts";
import { COLUMN_NAMES } from "../../lib/csv/columns.ts";

Deno.test("meshes: only the first object is drawn, and membranes must be inverted", () => {
  const inverted = "inverted/mem_mesh_1.obj";
  const table: [
    name: string,
    invertedPath: string | undefined,
    objects: number,
    volume: number,
    warnings: RegExp[],
  ][] = [
    ["nuc_mesh_1.obj", undefined, 1, 5, []],
    ["nuc_mesh_1.obj", undefined, 2, 5, [/2 objects: .*first/]],
    ["nuc_mesh_1.obj", undefined, 0, -5, []],
    ["mem_mesh_1.obj", undefined, 1, 5, [
      /not inverted: .*hides.*hes to true$/,
    ]],
    ["mem_mesh_1.obj", undefined, 1, -5, []],
    ["mem_mesh_1.obj", undefined, 1, 0, []],
    ["mem_mesh_1.obj", inverted, 1, 5, []],
    ["mem_mesh_1.obj", inverted, 1, -5, [/inverted already.*hes to false$/]],
    ["mem_mesh_1.obj", undefined, 3, 5, [/3 objects/, /not inverted/]],
    ["struct_mesh_1.obj", undefined, 1, 5, []],
  ];
  for (const [name, invertedPath, objects, signedVolume, expected] of table) {
    const mesh = { name, path: `meshes/${name}`, invertedPath };
    const warnings = meshWarnings(mesh, { objects, signedVolume });
    const title = `${name} ${invertedPath} ${objects} ${signedVolume}`;
    assert.equal(warnings.length, expected.length, title);
    for (const [i, warning] of warnings.entries()) {
      assert.match(warningMessage(warning), expected[i]!);
      assert.equal(warning.where, `meshes/${name}`);
    }
  }
});

Deno.test("keys: what links do not carry is named, each character once", () => {
  const table: [key: string, characters: string | undefined][] = [
    ["a/B-c_d.0.simularium", undefined],
    ["a b/c d.obj", " "],
    ["a+b#c?d%e+", "+#?%"],
    ["zellkörper.obj", "ö"],
    ["zelle😀.obj", "😀"],
    ["a,b.obj", ","],
    ["a\\b~c'", "\\~'"],
  ];
  for (const [key, characters] of table) {
    const [warning, ...more] = keyWarnings(key);
    assert.equal(more.length, 0);
    assert.equal(warning?.what.match(/"(.*)"$/)?.[1], characters, key);
    if (warning) assert.equal(warning.where, key);
  }
});

Deno.test("rows: a comma makes several values of one", () => {
  const row = { "File Path": "https://a.test/b", "Rule": "a,b", "Cell ID": "" };
  const warnings = rowWarnings(row, "a.simularium");
  assert.deepEqual(warnings.map(({ what, where }) => [what, where]), [
    ['the value "a,b" of column "Rule" has a comma', "a.simularium"],
  ]);
});

Deno.test("rows: of a long value the beginning is shown, without quotation marks", () => {
  const [warning] = rowWarnings({ 'No"tes': `"a", ${"b".repeat(99)}` }, "x");
  assert.equal(
    warning!.what,
    `the value "″a″, ${"b".repeat(35)}…" of column "No″tes" has a comma`,
  );
});

Deno.test("columns: neither full stops nor quotation marks", () => {
  const names = columnWarnings(["Count", "a.b", 'c"d', "e,f"], "x.csv")
    .map(({ what }) => what.match(/"(.*?)"/)![1]);
  assert.deepEqual(names, ["a.b", "c″d"]);
  assert.deepEqual(columnWarnings(COLUMN_NAMES, "x.csv"), []);
});

Deno.test("the public URL must be https, but on this computer", () => {
  const table: [url: string, warned: boolean][] = [
    ["https://bucket.s3.us-west-2.amazonaws.com/", false],
    ["http://bucket.s3.us-west-2.amazonaws.com/", true],
    ["http://10.0.0.1:9000/bucket/", true],
    ["http://localhost.example.org/", true],
    ["http://notlocalhost/", true],
    ["http://128.0.0.1/", true],
    ["http://localhost:9000/bucket/", false],
    ["http://bucket.localhost:9000/", false],
    ["http://127.0.0.1:8480/bucket/", false],
    ["http://127.8.8.8/", false],
    ["http://[::1]:8480/bucket/", false],
  ];
  for (const [base_s3_url, warned] of table) {
    const warning = targetWarning({ base_s3_url });
    assert.equal(warning !== undefined, warned, base_s3_url);
  }
});

Deno.test("the name of a release goes into a link without apostrophe", () => {
  assert.equal(nameWarning({ output_name: "my_release" }), undefined);
  assert.match(nameWarning({ output_name: "anna's" })!.what, /"anna's"/);
});
