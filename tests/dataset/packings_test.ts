import assert from "node:assert/strict";
import type { Config } from "../../lib/config/config.ts";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import { findPackings, type FoundFile } from "../../lib/dataset/packings.ts";
import { type TempDir, tempDir } from "../fixture/temp_dir.ts";

const structure = (packing_id: string) => ({
  structure_id: packing_id.toUpperCase(),
  structure_name: packing_id,
  packing_id,
  color: [1, 0, 0],
});

function configIn(
  { path }: TempDir,
  changes: Record<string, unknown> = {},
): Config {
  return effectiveConfigSchema.parse({
    dataset: "d",
    experiment: "e",
    condition: "c",
    rules: ["random"],
    structures: [structure("p")],
    data_dir: `${path}/data`,
    results_dir: `${path}/results`,
    output_name: "out",
    ...changes,
  });
}

const SPHERES = "data/packing_outputs/d/e/random/p/spheresSST";

async function found(config: Config): Promise<FoundFile[]> {
  return await Array.fromAsync(findPackings(config));
}

/** Cell, seed and figure's name of each packing; of other files the type. */
async function summary(config: Config): Promise<string[]> {
  return (await found(config)).map((file) => {
    if (file.type !== "packing") return file.type;
    const { cellId, seed, figure } = file.packing;
    return `${cellId} ${seed} ${figure?.split("/").at(-1)}`;
  });
}

async function withFiles(
  packings: string[],
  figures: string[],
): Promise<TempDir> {
  const dir = await tempDir();
  for (const name of packings) {
    await dir.write(`${SPHERES}/results_p_c_random_${name}.simularium`);
  }
  for (const name of figures) {
    await dir.write(
      `${SPHERES}/figures/voxelized_image_p_c_random_${name}.ome.tiff`,
    );
  }
  return dir;
}

Deno.test("a packing has key, figure and thumbnail by the rules of the dataset", async () => {
  await using dir = await withFiles(["1_seed_0"], ["1_seed_0"]);
  const [file] = await found(configIn(dir));
  assert.deepEqual(file, {
    type: "packing",
    packing: {
      cellId: "1",
      seed: "0",
      structure: structure("p"),
      rule: "random",
      path: `${dir.path}/${SPHERES}/results_p_c_random_1_seed_0.simularium`,
      key:
        "packing_outputs/d/e/random/p/spheresSST/results_p_c_random_1_seed_0.simularium",
      figure:
        `${dir.path}/${SPHERES}/figures/voxelized_image_p_c_random_1_seed_0.ome.tiff`,
      thumbnail: {
        path:
          `${dir.path}/results/data_release/out/thumbnails/random/p/results_p_c_random_1_seed_0_thumbnail.png`,
        key:
          "packing_outputs/d/e/random/p/spheresSST/thumbnails/results_p_c_random_1_seed_0_thumbnail.png",
      },
    },
  });
});

Deno.test("a packing in a folder keeps the folder in its keys", async () => {
  await using dir = await tempDir();
  await dir.write(`${SPHERES}/deep er/x/results_p_c_1.simularium`);
  const [file] = await found(configIn(dir));
  assert.ok(file?.type === "packing");
  const { key, thumbnail } = file.packing;
  const folder = "packing_outputs/d/e/random/p/spheresSST/deep er/x";
  assert.equal(key, `${folder}/results_p_c_1.simularium`);
  assert.equal(
    thumbnail.key,
    `${folder}/thumbnails/results_p_c_1_thumbnail.png`,
  );
  assert.equal(
    thumbnail.path,
    `${dir.path}/results/data_release/out/thumbnails/random/p/deep er/x/results_p_c_1_thumbnail.png`,
  );
});

Deno.test("packings come by structure, rule and path, whatever is elsewhere", async () => {
  await using dir = await tempDir();
  const config = configIn(dir, {
    structures: [structure("q"), structure("p")],
    rules: ["random", "nucleus_gradient", "nucleus"],
  });
  const base = "data/packing_outputs/d/e";
  for (
    const path of [
      "random/p/spheresSST/results_p_c_2",
      "random/p/spheresSST/results_p_c_10",
      "random/q/spheresSST/results_q_c_random_1",
      "nucleus_gradient/p/spheresSST/results_p_c_nucleus_gradient_3",
      "nucleus/p/spheresSST/results_p_c_nucleus_4",
      // Not of this release.
      "nucleus_gradients/p/spheresSST/results_p_c_5",
      "random/pp/spheresSST/results_p_c_6",
      "random/p/spheres/results_p_c_7",
      "random/p/results_p_c_8",
      "random/p/spheresSST/figures/results_p_c_9",
    ]
  ) await dir.write(`${base}/${path}.simularium`);
  await dir.write(`${base}/random/p/spheresSST/results_p_c_11.json`);
  const files = await found(config);
  assert.deepEqual(
    files.map((file) =>
      file.type === "packing" &&
      [
        file.packing.structure.packing_id,
        file.packing.rule,
        file.packing.cellId,
      ]
        .join(" ")
    ),
    [
      "q random 1",
      "p random 10",
      "p random 2",
      "p nucleus_gradient 3",
      "p nucleus 4",
    ],
  );
});

Deno.test("thumbnails of files with one name under several rules stay apart", async () => {
  await using dir = await tempDir();
  const rules = ["random", "nucleus_gradient"];
  for (const rule of rules) {
    await dir.write(
      `data/packing_outputs/d/e/${rule}/p/spheresSST/results_p_c_1.simularium`,
    );
  }
  const files = await found(configIn(dir, { rules }));
  const thumbnails = files.map((file) =>
    file.type === "packing" ? file.packing.thumbnail : undefined
  );
  assert.equal(new Set(thumbnails.map((each) => each?.path)).size, 2);
  assert.equal(new Set(thumbnails.map((each) => each?.key)).size, 2);
});

Deno.test("aggregates are told apart and make no cell ambiguous", async () => {
  await using dir = await withFiles(["1_seed_0", "1_all"], ["1_x"]);
  assert.deepEqual(await summary(configIn(dir)), [
    "aggregate",
    "1 0 voxelized_image_p_c_random_1_x.ome.tiff",
  ]);
});

const SEEDS: [
  name: string,
  packings: string[],
  figures: string[],
  expected: string[],
][] = [
  [
    "with several seeds, each packing takes the figure of its own",
    ["1_seed_0", "1_seed_1"],
    ["1_seed_0", "1_seed_1"],
    ["1 0 1_seed_0", "1 1 1_seed_1"],
  ],
  [
    "seed 1 does not take the figure of seed 10",
    ["1_seed_1", "1_seed_10"],
    ["1_seed_10"],
    ["1 1 undefined", "1 10 1_seed_10"],
  ],
  [
    "a figure without a seed serves the only packing of its cell",
    ["1_seed_3", "2_seed_0"],
    ["1_grid"],
    ["1 3 1_grid", "2 0 undefined"],
  ],
  [
    "a figure without a seed serves none of two packings",
    ["1_seed_0", "1_seed_1"],
    ["1_grid"],
    ["1 0 undefined", "1 1 undefined"],
  ],
  [
    "a figure of another seed does not serve",
    ["1_seed_1"],
    ["1_seed_0"],
    ["1 1 undefined"],
  ],
  [
    "a figure of its own seed is preferred to one without",
    ["1_seed_0"],
    ["1_grid", "1_seed_0"],
    ["1 0 1_seed_0"],
  ],
  [
    "a packing without a seed takes the figure without one",
    ["1"],
    ["1_seed_0", "1_x"],
    ["1 undefined 1_x"],
  ],
  [
    "a packing without a seed, alone in its cell, takes a figure with one",
    ["1"],
    ["1_seed_0"],
    ["1 undefined 1_seed_0"],
  ],
  [
    "a cell whose ID begins with another's does not take its figure",
    ["12", "1"],
    ["12_x"],
    ["1 undefined undefined", "12 undefined 12_x"],
  ],
];

for (const [name, packings, figures, expected] of SEEDS) {
  Deno.test(name, async () => {
    await using dir = await withFiles(packings, figures);
    assert.deepEqual(
      (await summary(configIn(dir))).map((line) =>
        line.replace(/voxelized_image_p_c_random_|\.ome\.tiff/g, "")
      ),
      expected,
    );
  });
}

Deno.test("two figures of one seed are an error of the packing, not of the others", async () => {
  await using dir = await withFiles(
    ["1_seed_0", "2_seed_0"],
    ["1_seed_0_b", "1_seed_0_a", "2_seed_0"],
  );
  const [first, second] = await found(configIn(dir));
  const figures = `${dir.path}/${SPHERES}/figures/voxelized_image_p_c_random_`;
  assert.deepEqual(first, {
    type: "invalid",
    path: `${dir.path}/${SPHERES}/results_p_c_random_1_seed_0.simularium`,
    reason:
      `Cannot choose its figure: "${figures}1_seed_0_a.ome.tiff" and "${figures}1_seed_0_b.ome.tiff" both fit; remove the one that is not wanted`,
  });
  assert.equal(second?.type, "packing");
});

Deno.test("a name that does not fit is invalid, and the others are found", async () => {
  await using dir = await tempDir();
  await dir.write(`${SPHERES}/copy of results_p_c_1.simularium`);
  await dir.write(`${SPHERES}/results_p_c_1.simularium`);
  const [bad, good] = await found(configIn(dir));
  assert.deepEqual(bad, {
    type: "invalid",
    path: `${dir.path}/${SPHERES}/copy of results_p_c_1.simularium`,
    reason:
      'Cannot read cell ID from "copy of results_p_c_1.simularium": expected "results_p_c[_random]_<cell ID>[_seed_<n>].simularium"',
  });
  assert.equal(good?.type, "packing");
});

Deno.test("a directory that cannot be read is invalid, and the others are walked", async () => {
  await using dir = await tempDir();
  const rules = ["random", "nucleus"];
  const file = await dir.write("data/packing_outputs/d/e/random/p/spheresSST");
  await dir.write(
    "data/packing_outputs/d/e/nucleus/p/spheresSST/results_p_c_1.simularium",
  );
  const [bad, good] = await found(configIn(dir, { rules }));
  assert.deepEqual(bad, {
    type: "invalid",
    path: file,
    reason: `Cannot read directory "${file}/figures": is not a directory`,
  });
  assert.equal(good?.type, "packing");
});

Deno.test("figures that cannot be listed are told by their directory", async () => {
  await using dir = await withFiles(["1"], []);
  const figures = await dir.write(`${SPHERES}/figures`);
  assert.deepEqual(await found(configIn(dir)), [{
    type: "invalid",
    path: `${dir.path}/${SPHERES}`,
    reason: `Cannot read directory "${figures}": is not a directory`,
  }]);
});
