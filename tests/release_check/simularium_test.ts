import assert from "node:assert/strict";
import { simulariumWarnings } from "../../lib/release_check/simularium.ts";
import { readSimularium } from "../../lib/simularium/read.ts";
import type { WantedValues } from "../../lib/simularium/edits.ts";

const MESH = "https://bucket.test/mem.obj";

/** What each file has to be told about, in order. */
const TABLE: readonly [
  name: string,
  file: string,
  warnings: readonly RegExp[],
][] = [
  ["nothing", file(), []],
  ["a version of the future", file({ version: 4 }), [/version is 4$/]],
  ["a version before the first", file({ version: 0 }), [/version is 0$/]],
  ["half a version", file({ version: 2.5 }), [/version is 2\.5$/]],
  ["no version", file({ version: undefined }), [/has no version$/]],
  ["no plotData", file({}, {}), [/has no plotData$/]],
  ["plotData that is no object", file({}, { plotData: [] }), [/no plotData$/]],
  [
    "NaN",
    file({}, { plotData: {}, time: 0 }).replace('"time":0', '"time":NaN'),
    [/NaN or infinite$/],
  ],
  [
    "a mesh in lower case",
    file({}, undefined, { displayType: "obj", url: MESH }),
    [/^typeMapping\.0\.geometry\.displayType is "obj"$/],
  ],
  [
    "a mesh without a display type",
    file({}, undefined, { url: MESH }),
    [/^typeMapping\.0\.geometry\.displayType is missing$/],
  ],
  [
    "a mesh shown as a sphere",
    file({}, undefined, { displayType: "SPHERE", url: MESH }),
    [/displayType is "SPHERE"$/],
  ],
  ["spheres", file({}, undefined, { displayType: "SPHERE", url: "" }), []],
  ["a color", file({}, undefined, { color: "#1fFF00" }), []],
  ["a named color", file({}, undefined, { color: "red" }), [/color is "red"$/]],
  ["a short color", file({}, undefined, { color: "#fff" }), [/is "#fff"$/]],
  [
    "a color with alpha",
    file({}, undefined, { color: "#1f1f1fff" }),
    [/is "#1f1f1fff"$/],
  ],
  ["an empty color", file({}, undefined, { color: "" }), [/is ""$/]],
];

for (const [name, text, expected] of TABLE) {
  Deno.test(`the viewer is told about: ${name}`, async () => {
    const warnings = await warningsOf(text);
    assert.equal(warnings.length, expected.length, JSON.stringify(warnings));
    for (const [i, { what, where }] of warnings.entries()) {
      assert.match(what, expected[i]!);
      assert.equal(where, "a.simularium");
    }
  });
}

Deno.test("what counts is what will be published", async () => {
  const bad = file({}, undefined, { displayType: "SPHERE", color: "red" });
  const [color] = await warningsOf(bad);
  assert.match(color!.what, /color is "red"/);
  assert.deepEqual(await warningsOf(bad, { color: "#ff0000" }), []);
  const [mesh] = await warningsOf(bad, { color: "#ff0000", url: MESH });
  assert.match(mesh!.what, /displayType is "SPHERE"/);
});

async function warningsOf(text: string, wanted: WantedValues = {}) {
  const chunks = ReadableStream.from([new TextEncoder().encode(text)]);
  const { summary, changes } = await readSimularium(chunks, () => wanted);
  return simulariumWarnings("a.simularium", summary, changes);
}

function file(
  info: Record<string, unknown> = {},
  rest: Record<string, unknown> = { plotData: { version: 1, data: [] } },
  geometry: Record<string, unknown> = { displayType: "OBJ", url: MESH },
): string {
  const typeMapping = { "0": { name: "membrane", geometry } };
  return JSON.stringify({
    trajectoryInfo: { version: 3, typeMapping, ...info },
    spatialData: {},
    ...rest,
  });
}
