import assert from "node:assert/strict";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import type { PlannedEntry } from "../../lib/manifest/entries.ts";
import { RowBuilder } from "../../lib/review/rows.ts";
import { demoConfig } from "../fixture/config.ts";
import { issue, put, write } from "../terminal/entries.ts";
import { packingKey, publish, update } from "./plans.ts";

function rowsOf(entries: readonly PlannedEntry[]) {
  const rows = new RowBuilder(effectiveConfigSchema.parse(demoConfig()));
  return [...entries.flatMap((entry) => rows.add(entry)), ...rows.end()];
}

const THUMBNAIL =
  "results/data_release/cellpack_simularium/thumbnails/random/peroxisome/results_peroxisome_rules_shape_random_743916_seed_0_thumbnail.png";

Deno.test("all that happens to a packing is one row: file, object, thumbnail, warnings", () => {
  const rows = rowsOf([
    update("743916"),
    publish("743916"),
    write({ step: "upload_thumbnails", path: THUMBNAIL, changes: [] }),
    put({
      step: "upload_thumbnails",
      key: packingKey("743916").replace(
        /results_(.*)\.simularium/,
        "thumbnails/results_$1_thumbnail.png",
      ),
      source: THUMBNAIL,
    }),
    issue({ subject: `data/${packingKey("743916")}` }),
  ]);
  assert.equal(rows.length, 1);
  const [row] = rows;
  assert.equal(row!.kind, "packing");
  assert.deepEqual([row!.name, row!.seed], ["743916", "0"]);
  assert.deepEqual([row!.structure, row!.rule], [0, 0]);
  assert.deepEqual(
    row!.actions.map(({ kind, step }) => `${kind} ${step}`),
    [
      "file update_simularium",
      "object upload_simularium",
      "file upload_thumbnails",
      "object upload_thumbnails",
    ],
  );
  assert.equal(row!.thumbnail?.path, THUMBNAIL);
  assert.equal(row!.issues.length, 1);
});

Deno.test("changes bear the names of the mesh, else of the only channel of that color", () => {
  const [row] = rowsOf([update("743916")]);
  assert.deepEqual(
    row!.changes.map(({ kind, of }) => `${kind} of ${of}`),
    ["url of membrane", "color of membrane", "color of peroxisome"],
  );
});

Deno.test("a color that two channels share names none of them", () => {
  const structures = [{
    structure_id: "SLC25A17",
    structure_name: "peroxisome",
    packing_id: "peroxisome",
    color: [0.18, 0.32, 0.32],
  }];
  const config = effectiveConfigSchema.parse(demoConfig({ structures }));
  const change = { before: null, after: "#2e5252" };
  const rows = new RowBuilder(config);
  rows.add(update("1", {
    changes: [{ ...change, path: "typeMapping.7.geometry.color" }],
  }));
  assert.deepEqual(rows.end()[0]!.changes.map(({ of }) => of), ["type 7"]);
});

Deno.test("an inverted mesh and the object that it becomes are one row", () => {
  const rows = rowsOf([
    write({
      step: "upload_meshes",
      path: "data/structure_data/SLC25A17/meshes/inverted/mem_mesh_1.obj",
      changes: [],
    }),
    put({ key: "structure_data/SLC25A17/meshes/mem_mesh_1.obj" }),
  ]);
  assert.deepEqual(
    rows.map((
      { kind, name, structure, rule, actions },
    ) => [kind, name, structure, rule, actions.length]),
    [["mesh", "mem_mesh_1.obj", 0, null, 2]],
  );
});

Deno.test("packings of the same name under other rules are rows of their own", () => {
  const rows = rowsOf(
    ["random", "nucleus_gradient"].map((rule) =>
      publish("1", { key: packingKey("1", rule) })
    ),
  );
  assert.deepEqual(rows.map(({ rule }) => rule), [0, 1]);
});

Deno.test("rows are handed on while the plan goes by", () => {
  const rows = new RowBuilder(effectiveConfigSchema.parse(demoConfig()));
  const done = Array.from(
    { length: 100 },
    (_, i) => rows.add(publish(String(i))).length,
  )
    .reduce((sum, count) => sum + count);
  assert.ok(done >= 90, `${done} of 100`);
});

Deno.test("a file that is left out says so, an aggregate is no row", () => {
  const path = `data/${packingKey("1")}`;
  const rows = rowsOf([
    issue({ severity: "warning", subject: path }),
    { type: "left_out", path, reason: "invalid" },
    { type: "left_out", path: `${path}_all.simularium`, reason: "aggregate" },
  ]);
  assert.deepEqual(rows.map(({ leftOut }) => leftOut), [true]);
});
