import assert from "node:assert/strict";
import { chooseChannels } from "../../lib/thumbnail/channels.ts";

const TABLE: [
  what: string,
  names: (string | undefined)[],
  membrane: number,
  nucleus: number,
  structure: number,
][] = [
  [
    "cellPACK's order",
    ["membrane", "nucleus", "membrane_interior_peroxisome"],
    0,
    1,
    2,
  ],
  [
    "another order",
    ["membrane_interior_peroxisome", "nucleus", "membrane"],
    2,
    1,
    0,
  ],
  [
    "the ER before the structure",
    ["nucleus", "membrane", "ER", "peroxisome"],
    1,
    0,
    3,
  ],
  [
    "the ER behind the structure",
    ["nucleus", "membrane", "peroxisome", "ER"],
    1,
    0,
    2,
  ],
  [
    "a name that merely contains nucleus",
    ["nucleus_2", "nucleus", "membrane", "peroxisome"],
    2,
    1,
    3,
  ],
  ["no names", [undefined, undefined, undefined, undefined], 0, 1, 2],
  ["foreign names", ["DAPI", "GFP", "RFP"], 0, 1, 2],
  ["capitals", ["Nucleus", "Membrane", "Peroxisome"], 0, 1, 2],
  ["an unknown structure", ["nucleus", "membrane", "lysosome"], 1, 0, 2],
  [
    "an unknown structure in the nucleus's place",
    ["lysosome", "membrane", "nucleus"],
    1,
    2,
    0,
  ],
  ["only the structure known", ["peroxisome", "GFP", "RFP"], 1, 2, 0],
];

for (const [what, names, membrane, nucleus, structure] of TABLE) {
  Deno.test(`channels are told apart with ${what}`, () => {
    assert.deepEqual(chooseChannels(names, "peroxisome"), {
      membrane,
      nucleus,
      structure,
    });
  });
}

Deno.test("a structure whose name occurs in membrane is not the membrane", () => {
  assert.deepEqual(
    chooseChannels(["membrane", "nucleus", "membrane_interior_mem"], "mem"),
    { membrane: 0, nucleus: 1, structure: 2 },
  );
});
