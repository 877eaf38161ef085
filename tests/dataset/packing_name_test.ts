import assert from "node:assert/strict";
import {
  isAggregate,
  type NameContext,
  parseFigureName,
  parsePackingName,
} from "../../lib/dataset/packing_name.ts";
import { FormatError } from "../../lib/errors.ts";

const RANDOM: NameContext = {
  packingId: "peroxisome",
  condition: "rules_shape",
  rule: "random",
};

const context = (changes: Partial<NameContext> = {}): NameContext => ({
  ...RANDOM,
  ...changes,
});

const READABLE: [
  name: string,
  context: NameContext,
  cell: string,
  seed?: string,
][] = [
  [
    "results_peroxisome_rules_shape_random_743916_seed_0.simularium",
    context(),
    "743916",
    "0",
  ],
  [
    "results_peroxisome_rules_shape_random_743916_seed_0.simularium",
    context({ condition: "rules_shape_random" }),
    "743916",
    "0",
  ],
  [
    "results_peroxisome_rules_shape_random_random_743916.simularium",
    context({ condition: "rules_shape_random" }),
    "743916",
  ],
  [
    "results_peroxisome_rules_shape_random_743916.simularium",
    context(),
    "743916",
  ],
  [
    "results_peroxisome_rules_shape_743916_seed_12.simularium",
    context(),
    "743916",
    "12",
  ],
  ["results_peroxisome_rules_shape_743916.simularium", context(), "743916"],
  [
    "results_peroxisome_rules_shape_nucleus_gradient_743916_seed_1.simularium",
    context({ rule: "nucleus_gradient" }),
    "743916",
    "1",
  ],
  [
    "results_peroxisome_rules_shape_nucleus_743916.simularium",
    context({ rule: "nucleus" }),
    "743916",
  ],
  [
    "results_peroxisome_big_rules_shape_random_7.simularium",
    context({ packingId: "peroxisome_big" }),
    "7",
  ],
  // The packing ID ends as the condition begins.
  [
    "results_rules_rules_shape_random_7.simularium",
    context({ packingId: "rules" }),
    "7",
  ],
  [
    "results_peroxisome_rules_shape_random_AICS-13_seed_0.simularium",
    context(),
    "AICS-13",
    "0",
  ],
  [
    "results_peroxisome_rules_shape_random_zelle-ü.simularium",
    context(),
    "zelle-ü",
  ],
  // The cell ID begins as the rule does.
  [
    "results_peroxisome_rules_shape_random7.simularium",
    context(),
    "random7",
  ],
  ["results_peroxisome_rules_shape_random_seed.simularium", context(), "seed"],
];

for (const [name, context, cellId, seed] of READABLE) {
  Deno.test(`"${name}" with condition ${context.condition} and rule ${context.rule} is of cell ${cellId}`, () => {
    assert.deepEqual(parsePackingName(name, context), { cellId, seed });
  });
}

const UNREADABLE: [why: string, name: string, context: NameContext][] = [
  [
    "another condition",
    "results_peroxisome_shape_random_1.simularium",
    context(),
  ],
  [
    "another packing",
    "results_endosome_rules_shape_random_1.simularium",
    context(),
  ],
  [
    "a packing whose ID only begins alike",
    "results_peroxisome_big_rules_shape_random_1.simularium",
    context(),
  ],
  [
    "a packing whose ID is only the beginning",
    "results_peroxisome_rules_shape_random_1.simularium",
    context({ packingId: "peroxisome_big" }),
  ],
  [
    "a rule that only begins alike",
    "results_peroxisome_rules_shape_nucleus_gradient_1.simularium",
    context({ rule: "nucleus" }),
  ],
  [
    "a rule that is only the beginning",
    "results_peroxisome_rules_shape_nucleus_1.simularium",
    context({ rule: "nucleus_gradient" }),
  ],
  [
    "another rule",
    "results_peroxisome_rules_shape_membrane_gradient_1.simularium",
    context(),
  ],
  [
    "no cell ID behind the rule",
    "results_peroxisome_rules_shape_random.simularium",
    context(),
  ],
  [
    "no cell ID behind the condition",
    "results_peroxisome_rules_shape_.simularium",
    context(),
  ],
  [
    "a seed without a cell",
    "results_peroxisome_rules_shape_random_seed_0.simularium",
    context(),
  ],
  [
    "a seed that is no number",
    "results_peroxisome_rules_shape_random_1_seed_a.simularium",
    context(),
  ],
  [
    "something behind the seed",
    "results_peroxisome_rules_shape_random_1_seed_0_old.simularium",
    context(),
  ],
  [
    "something behind the cell",
    "results_peroxisome_rules_shape_random_1_old.simularium",
    context(),
  ],
  [
    "another start",
    "result_peroxisome_rules_shape_random_1.simularium",
    context(),
  ],
  ["another ending", "results_peroxisome_rules_shape_random_1.json", context()],
  ["only the ends", "results_.simularium", context()],
  ["start and ending overlapping", "results_simularium", context()],
];

for (const [why, name, context] of UNREADABLE) {
  Deno.test(`a name with ${why} is refused`, () => {
    assert.throws(() => parsePackingName(name, context), FormatError);
  });
}

Deno.test("a name that does not fit is told with what was expected", () => {
  assert.throws(
    () => parsePackingName("results_endosome_1.simularium", context()),
    {
      name: "FormatError",
      message:
        'Cannot read cell ID from "results_endosome_1.simularium": expected "results_peroxisome_rules_shape[_random]_<cell ID>[_seed_<n>].simularium"',
    },
  );
});

Deno.test("files of all seeds together are aggregates", () => {
  assert.equal(
    isAggregate("results_peroxisome_rules_shape_random_743916_all.simularium"),
    true,
  );
  assert.equal(
    isAggregate("results_peroxisome_rules_shape_all.simularium"),
    true,
  );
  assert.equal(
    isAggregate("results_peroxisome_rules_shape_random_overall.simularium"),
    false,
  );
});

const FIGURES: [
  name: string,
  context: NameContext,
  read: { cellId: string; seed?: string } | undefined,
][] = [
  [
    "voxelized_image_peroxisome_rules_shape_random_743916_seed_0.ome.tiff",
    context(),
    { cellId: "743916", seed: "0" },
  ],
  [
    "voxelized_image_peroxisome_rules_shape_random_743916_x_seed_12_y.ome.tiff",
    context(),
    { cellId: "743916", seed: "12" },
  ],
  [
    "voxelized_image_peroxisome_rules_shape_random_743916_.ome.tiff",
    context(),
    { cellId: "743916", seed: undefined },
  ],
  ["voxelized_image_peroxisome_rules_shape_random_743916.ome.tiff", context(), {
    cellId: "743916",
    seed: undefined,
  }],
  [
    "voxelized_image_peroxisome_rules_shape_random_743916_grid.ome.tiff",
    context({ condition: "rules_shape_random" }),
    { cellId: "743916", seed: undefined },
  ],
  ["voxelized_image_peroxisome_rules_shape_743916_grid.ome.tiff", context(), {
    cellId: "743916",
    seed: undefined,
  }],
  [
    "voxelized_image_peroxisome_rules_shape_random_743916_reseed_3.ome.tiff",
    context(),
    { cellId: "743916", seed: undefined },
  ],
  [
    "voxelized_image_peroxisome_big_rules_shape_random_743916_.ome.tiff",
    context(),
    undefined,
  ],
  [
    "voxelized_image_peroxisome_rules_shape_random_743916.tiff",
    context(),
    undefined,
  ],
  ["image_peroxisome_rules_shape_random_743916.ome.tiff", context(), undefined],
];

for (const [name, context, read] of FIGURES) {
  Deno.test(`"${name}" with condition ${context.condition} is ${read ? `of cell ${read.cellId}, seed ${read.seed ?? "unknown"}` : "no figure of the dataset"}`, () => {
    assert.deepEqual(parseFigureName(name, context), read);
  });
}
