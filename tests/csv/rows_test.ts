import assert from "node:assert/strict";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import { rowOf } from "../../lib/csv/rows.ts";
import type { Packing } from "../../lib/dataset/packings.ts";
import type { CellStatistics, Statistics } from "../../lib/statistics/load.ts";
import { demoConfig } from "../fixture/config.ts";

const config = effectiveConfigSchema.parse(
  demoConfig({ base_s3_url: "https://b.test", s3_bucket: "b" }),
);

const PACKING: Packing = {
  cellId: "743916",
  seed: "0",
  structure: config.structures[0]!,
  rule: "nucleus_gradient",
  path: "data/x.simularium",
  key: "packing_outputs/a b/x.simularium",
  figure: "data/figures/x.ome.tiff",
  thumbnail: {
    path: "results/x.png",
    key: "packing_outputs/a b/thumbnails/x.png",
  },
};

const CELL: CellStatistics = {
  "Count": "156",
  "Cell Volume": "1.5",
  "Nucleus Volume": "",
  "Cell Height": "7",
  "Nucleus Height": "3.25",
  "Sphericity": "0.9876",
};

const STATISTICS: Statistics = {
  rows: 1,
  missingColumns: [],
  lookup: (structureId, cellId) =>
    structureId === "SLC25A17" && cellId === "743916" ? CELL : undefined,
};

Deno.test("a row tells everything of its packing", () => {
  assert.deepEqual(rowOf(PACKING, config, STATISTICS), {
    "File Path": "https://b.test/packing_outputs/a%20b/x.simularium",
    "Cell ID": "743916",
    "File Name": "743916_nucleus_peroxisome",
    "Packing ID": "peroxisome",
    "Structure ID": "SLC25A17",
    "Structure Name": "peroxisome",
    "Rule": "nucleus_gradient",
    "Dataset": "8d_sphere_data",
    "Condition": "rules_shape",
    "Experiment": "norm_weights",
    "File Type": "simularium",
    "Thumbnail": "https://b.test/packing_outputs/a%20b/thumbnails/x.png",
    ...CELL,
  });
});

Deno.test("without a figure the thumbnail's cell is empty", () => {
  const row = rowOf({ ...PACKING, figure: undefined }, config, STATISTICS);
  assert.equal(row.Thumbnail, "");
});

Deno.test("the statistics of a cell that is not in the table are empty", () => {
  const empty = {
    "Count": "",
    "Cell Volume": "",
    "Nucleus Volume": "",
    "Cell Height": "",
    "Nucleus Height": "",
    "Sphericity": "",
  };
  const other = rowOf({ ...PACKING, cellId: "1" }, config, STATISTICS);
  assert.deepEqual({ ...other, ...empty }, other);
  const none = rowOf(PACKING, config, undefined);
  assert.deepEqual({ ...none, ...empty }, none);
});
