import assert from "node:assert/strict";
import { hexColor, wantedValues } from "../../lib/simularium/wanted.ts";

const style = {
  cellId: "743916",
  structureName: "peroxisome",
  structureColor: [0.12, 1, 0.12],
  channelColors: {
    nucleus: [0.18, 0.32, 0.32],
    membrane: [0.31, 0.19, 0.31],
  },
  meshUrl: (name: string) => `https://x/${name}`,
} as const;

Deno.test("an entry's name and type decide its mesh and colour", () => {
  const structure = "#1fff1f";
  for (
    const [name, displayType, url, color] of [
      ["nucleus", "OBJ", "https://x/nuc_mesh_743916.obj", "#2e5252"],
      ["membrane", "OBJ", "https://x/mem_mesh_743916.obj", "#4f304f"],
      ["membrane", undefined, "https://x/mem_mesh_743916.obj", "#4f304f"],
      ["struct", "OBJ", "https://x/struct_mesh_743916.obj", undefined],
      ["my_structure", "obj", "https://x/struct_mesh_743916.obj", undefined],
      ["struct", "SPHERE", undefined, undefined],
      ["struct", undefined, undefined, undefined],
      ["membrane_interior_peroxisome", "SPHERE", undefined, structure],
      [
        "peroxisome_struct",
        "OBJ",
        "https://x/struct_mesh_743916.obj",
        structure,
      ],
      ["Nucleus", "OBJ", undefined, undefined],
      ["nucleus ", "OBJ", undefined, undefined],
      ["toString", "OBJ", undefined, undefined],
      ["other", "OBJ", undefined, undefined],
    ] as const
  ) {
    assert.deepEqual(
      wantedValues({ name, displayType }, style),
      { url, color },
    );
  }
});

Deno.test("a channel's own colour goes before the structure's", () => {
  const channelColors = { peroxisome: [0, 0, 0] } as const;
  const wanted = wantedValues({ name: "peroxisome" }, {
    ...style,
    channelColors,
  });
  assert.deepEqual(wanted, { url: undefined, color: "#000000" });
});

Deno.test("a colour is written as six lower-case hexadecimal digits", () => {
  for (
    const [color, expected] of [
      [[0, 0, 0], "#000000"],
      [[1, 1, 1], "#ffffff"],
      [[0.001, 0.002, 0.5], "#000180"],
      [[0.12, 1, 0.12], "#1fff1f"],
      [[10 / 255, 171 / 255, 15.4 / 255], "#0aab0f"],
    ] as const
  ) {
    assert.equal(hexColor(color), expected);
  }
});
