import assert from "node:assert/strict";
import { join } from "@std/path";
import { apply, loadConfig, plan, type StepName, verify } from "../../mod.ts";
import { STEP_NAMES } from "../../lib/step_names.ts";
import { demoConfig } from "../fixture/config.ts";
import { makeDataset } from "../fixture/dataset.ts";
import { makeOwnBucket, type OwnBucket } from "../fixture/own_bucket.ts";
import { TINY } from "../fixture/release.ts";
import { IS_EXTERNAL } from "../fixture/store_under_test.ts";

const bucket = await makeOwnBucket();
Deno.test.afterAll(async () => await bucket[Symbol.asyncDispose]());

Deno.test("a release ends with everything in place, and has nothing to do again", async () => {
  await using release = await makeRelease(bucket);
  const summary = await release.plan();
  assert.equal(summary.errors, 0);

  const report = await release.apply();
  // 4 meshes, 2 packings, 1 thumbnail and 2 CSVs are put; of these, the packings
  // are updated, the thumbnail is drawn, and the CSVs are written.
  assert.deepEqual(report.counts, {
    "done": 9 + 5,
    "already there": 0,
    "stale": 0,
    "failed": 0,
    "not tried": 0,
  });
  assert.ok(report.complete);
  assert.deepEqual([...(await bucket.contents()).keys()].sort(), KEYS);

  const again = await release.plan();
  assert.equal(again.actions, 9); // All of them "keep".
  const second = await release.apply();
  assert.equal(second.counts["already there"], 9);
  assert.equal(second.bytes, 0);
});

Deno.test("the steps one by one give the same as all together", async () => {
  await using together = await makeRelease(bucket);
  await together.plan();
  await together.apply();
  const expected = await bucket.contents();

  await using apart = await makeRelease(bucket);
  for (const step of STEP_NAMES) {
    if (step === "update_csv_stats") continue;
    const summary = await apart.plan([step]);
    assert.equal(summary.errors, 0, step);
    assert.ok((await apart.apply()).complete, step);
  }
  assert.deepEqual(await bucket.contents(), expected);
});

Deno.test({
  name: "visitors can open what was released (needs ACLs)",
  ignore: !IS_EXTERNAL,
  fn: async () => {
    await using release = await makeRelease(bucket);
    await release.plan();
    await release.apply();
    const { discrepancies } = await verify(release.manifest);
    // The bucket has no CORS rule, and nothing else is wrong.
    assert.deepEqual(
      [...new Set(discrepancies.map(({ message }) => message))].sort(),
      ["bff.allencell.org", "simularium.allencell.org"].map((reader) =>
        `a browser may not open it on ${reader}: the bucket has no CORS rule that allows GET from there`
      ),
    );
  },
});

const PACKINGS =
  "packing_outputs/8d_sphere_data/norm_weights/random/peroxisome/spheresSST";
const KEYS = [
  "bff/rules_shape/cellpack_simularium_metadata.csv",
  "bff/rules_shape/cellpack_simularium_paths.csv",
  `${PACKINGS}/results_peroxisome_rules_shape_random_743916_seed_0.simularium`,
  `${PACKINGS}/results_peroxisome_rules_shape_random_744021_seed_0.simularium`,
  `${PACKINGS}/thumbnails/results_peroxisome_rules_shape_random_743916_seed_0_thumbnail.png`,
  "structure_data/SLC25A17/meshes/mem_mesh_743916.obj",
  "structure_data/SLC25A17/meshes/mem_mesh_744021.obj",
  "structure_data/SLC25A17/meshes/nuc_mesh_743916.obj",
  "structure_data/SLC25A17/meshes/nuc_mesh_744021.obj",
];

/** A small dataset in a folder of its own, to be released to an empty bucket. */
async function makeRelease(bucket: OwnBucket) {
  await bucket.clear();
  const folder = await Deno.makeTempDir({ prefix: "release_" });
  await makeDataset(join(folder, "data"), TINY);
  const configFile = join(folder, "config.json");
  await Deno.writeTextFile(
    configFile,
    JSON.stringify(demoConfig({
      ...bucket.config,
      rules: TINY.rules,
      structures: (demoConfig().structures as unknown[]).slice(0, 1),
      upload_csv_to_s3: true,
    })),
  );
  const config = {
    ...await loadConfig(configFile),
    data_dir: join(folder, "data"),
    results_dir: join(folder, "results"),
  };
  const manifest = join(folder, "manifest.jsonl");
  return {
    manifest,
    plan: (steps?: StepName[]) => plan(config, { manifest, steps }),
    apply: () => apply(manifest),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
