import assert from "node:assert/strict";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import {
  csvKey,
  metadataCsv,
  pathsCsv,
  releasePrefixes,
} from "../../lib/dataset/layout.ts";
import { demoConfig } from "../fixture/config.ts";

const config = effectiveConfigSchema.parse(
  demoConfig({
    rules: ["random", "nucleus"],
    results_dir: "./some/../results/",
  }),
);

Deno.test("CSVs are in the folder of the output and below bff in the bucket", () => {
  const folder = "results/data_release/cellpack_simularium";
  assert.equal(pathsCsv(config), `${folder}/cellpack_simularium_paths.csv`);
  assert.equal(
    metadataCsv(config),
    `${folder}/cellpack_simularium_metadata.csv`,
  );
  assert.equal(
    csvKey(config, pathsCsv(config)),
    "bff/rules_shape/cellpack_simularium_paths.csv",
  );
});

Deno.test("the prefixes are those of all keys and of no neighbor", () => {
  assert.deepEqual(releasePrefixes(config), [
    "bff/rules_shape/",
    "packing_outputs/8d_sphere_data/norm_weights/nucleus/endosome/spheresSST/",
    "packing_outputs/8d_sphere_data/norm_weights/nucleus/peroxisome/spheresSST/",
    "packing_outputs/8d_sphere_data/norm_weights/random/endosome/spheresSST/",
    "packing_outputs/8d_sphere_data/norm_weights/random/peroxisome/spheresSST/",
    "structure_data/RAB5A/meshes/",
    "structure_data/SLC25A17/meshes/",
  ]);
});

Deno.test("structures that share their meshes share a prefix", () => {
  const [structure] = config.structures;
  const structures = [structure!, { ...structure!, packing_id: "other" }];
  const prefixes = releasePrefixes({ ...config, structures, rules: [] });
  assert.deepEqual(prefixes, [
    "bff/rules_shape/",
    "structure_data/SLC25A17/meshes/",
  ]);
});
