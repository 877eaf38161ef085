import assert from "node:assert/strict";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import { PublishedKeys } from "../../lib/verify/published.ts";
import { demoConfig } from "../fixture/config.ts";

const CONFIG = effectiveConfigSchema.parse(demoConfig());
const DIRECTORY = "packing_outputs/8d_sphere_data/norm_weights";
const PATHS = "bff/rules_shape/cellpack_simularium_paths.csv";
const METADATA = "bff/rules_shape/cellpack_simularium_metadata.csv";

function publishedOf(...keys: string[]) {
  const published = new PublishedKeys(CONFIG);
  for (const key of keys) published.add(key);
  return published;
}

Deno.test("of each structure the first packing is the one to look at", () => {
  const packing = (folder: string, name: string) =>
    `${DIRECTORY}/${folder}/spheresSST/${name}`;
  const { packings } = publishedOf(
    packing("random/peroxisome", "thumbnails/a_thumbnail.png"),
    packing("random/peroxisome", "a.simularium"),
    packing("nucleus_gradient/peroxisome", "b.simularium"),
    packing("nucleus_gradient/endosome", "c.simularium"),
    packing("random/other", "d.simularium"),
  ).keys(() => false);
  assert.deepEqual(
    [...packings].map(([{ structure_name }, key]) => [structure_name, key]),
    [
      ["peroxisome", packing("random/peroxisome", "a.simularium")],
      ["endosome", packing("nucleus_gradient/endosome", "c.simularium")],
    ],
  );
});

Deno.test("the CSVs are those that were published, the metadata CSV by whatever run", () => {
  const tablesOf = (keys: string[], bucket: string[]) => {
    const { paths, metadata } = publishedOf(...keys)
      .keys((key) => bucket.includes(key));
    return [paths, metadata];
  };
  assert.deepEqual(tablesOf([], [PATHS, METADATA]), [undefined, undefined]);
  assert.deepEqual(tablesOf([PATHS], [PATHS]), [PATHS, undefined]);
  assert.deepEqual(tablesOf([PATHS], [PATHS, METADATA]), [PATHS, METADATA]);
});
