import assert from "node:assert/strict";
import { join } from "@std/path";
import type { Config } from "../../lib/config/config.ts";
import { datasetFindings } from "../../lib/doctor/dataset.ts";
import { scanDataset } from "../../lib/doctor/dataset_scan.ts";
import { diskFindings } from "../../lib/doctor/disk.ts";
import { makeDataset } from "../fixture/dataset.ts";
import { TINY } from "../fixture/release.ts";
import { tempDir } from "../fixture/temp_dir.ts";
import { configFor } from "./check_up.ts";

/** TINY has 2 packings, the second without a figure of 24 × 24, and 4 meshes of one structure. */
async function findingsOf(
  changes: Record<string, unknown> = {},
  spoil: (folder: string) => unknown = () => {},
) {
  await using folder = await tempDir();
  const config: Config = configFor("http://localhost:1", {
    data_dir: join(folder.path, "data"),
    results_dir: join(folder.path, "results/of/today"),
    rules: TINY.rules,
    structures: [{ ...TINY.structures![0], color: [1, 0, 0] }],
    ...changes,
  });
  await makeDataset(config.data_dir, TINY);
  await spoil(config.data_dir);
  const scan = await scanDataset(config);
  const findings = datasetFindings(config, scan);
  return {
    scan,
    disk: await diskFindings(config, scan),
    by: new Map(findings.map((finding) => [finding.title, finding])),
  };
}

Deno.test("a dataset is counted", async () => {
  const { by, scan, disk } = await findingsOf();
  assert.deepEqual([...by].map(([title, { ok }]) => [title, ok]), [
    ["Packings", true],
    ["Meshes", true],
    ["Figures", true],
    ["Statistics", true],
  ]);
  assert.equal(by.get("Packings")!.detail, "2 packings");
  assert.equal(by.get("Meshes")!.detail, "4 meshes");
  assert.equal(by.get("Figures")!.detail, "1 of 2 packings");
  assert.match(
    by.get("Statistics")!.detail!,
    /^2 of 2 packings; .*\.csv has 2/,
  );
  assert.equal(scan.bytes.thumbnail, 3 * 512 * 512);
  assert.equal(scan.bytes.inverted, 0);
  // Both directories are in one file system, though one is yet to be made.
  assert.deepEqual(disk.map(({ ok }) => ok), [true]);
});

Deno.test("a dataset that is not where the config says is noticed", async () => {
  const { by } = await findingsOf({ dataset: "another" });
  assert.equal(by.get("Packings")!.ok, false);
  assert.match(
    by.get("Packings")!.detail!,
    /looked in .*packing_outputs.another/,
  );
});

Deno.test("what is missing in part is pointed out", async () => {
  const { by } = await findingsOf({
    rules: ["random", "apical_gradient"],
  }, async (data) => {
    await Deno.remove(join(data, "structure_stats.csv"));
    await Deno.remove(join(data, "structure_data"), { recursive: true });
  });
  assert.equal(by.get("Packings")!.ok, "unknown");
  assert.match(by.get("Packings")!.detail!, /none in .*apical_gradient/);
  assert.equal(by.get("Meshes")!.ok, false);
  assert.equal(by.get("Statistics")!.ok, "unknown");
});

Deno.test("files that do not fit are named", async () => {
  const { by } = await findingsOf(
    { structure_stats: "/nonexistent.csv" },
    (data) =>
      Deno.writeTextFile(
        join(
          data,
          "packing_outputs/8d_sphere_data/norm_weights/random/peroxisome/spheresSST/other.simularium",
        ),
        "{}",
      ),
  );
  assert.equal(by.get("Invalid files")!.ok, false);
  assert.match(by.get("Invalid files")!.remedy!, /other\.simularium: /);
  assert.equal(by.get("Statistics")!.ok, false);
});

Deno.test("meshes that are to be inverted need room", async () => {
  const { scan } = await findingsOf({ use_inverted_meshes: true });
  assert.ok(scan.bytes.inverted > 0);
});
