import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { openFileCache } from "../../lib/cache/file_cache.ts";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import type { Packing } from "../../lib/dataset/packings.ts";
import { readPacking } from "../../lib/plan/read_packing.ts";
import { demoConfig } from "../fixture/config.ts";
import { tempDir } from "../fixture/temp_dir.ts";

const FILE = (color: string) =>
  `{"trajectoryInfo":{"typeMapping":{"0":{"name":"membrane_interior_peroxisome","geometry":{"displayType":"SPHERE","url":"","color":"${color}"}}}}}`;

Deno.test("what is remembered of a file serves any edit, and none", async () => {
  await using dir = await tempDir();
  const path = await dir.write("a.simularium", FILE("#33b31a"));
  const database = `${dir.path}/cache.sqlite`;
  const colors = [[0.2, 0.7, 0.1], [1, 0, 0], [0, 0, 1]] as const;
  const hex = ["#33b31a", "#ff0000", "#0000ff"];
  // The second round is told by the cache alone.
  for (let round = 0; round < 2; round++) {
    for (const update of [false, true]) {
      for (const [i, color] of colors.entries()) {
        using cache = openFileCache(database, later);
        const { projected, changes } = await readPacking(
          config(color),
          packing(path, color),
          update,
          cache,
        );
        const after = update ? hex[i]! : "#33b31a";
        assert.equal(projected.md5, md5Of(FILE(after)), after);
        assert.equal(changes.length, after === "#33b31a" ? 0 : 1);
      }
    }
  }
});

type Color = readonly [number, number, number];

function structureOf(color: Color) {
  return {
    structure_id: "SLC25A17",
    structure_name: "peroxisome",
    packing_id: "peroxisome",
    color: [...color] as [number, number, number],
  };
}

function config(color: Color) {
  return effectiveConfigSchema.parse(
    demoConfig({ structures: [structureOf(color)] }),
  );
}

function packing(path: string, color: Color): Packing {
  return {
    structure: structureOf(color),
    rule: "random",
    cellId: "743916",
    path,
    key: "a.simularium",
    thumbnail: { path: "a.png", key: "a.png" },
  };
}

/** A time at which the file has not been changed lately. */
function later(): number {
  return Date.now() + 60_000;
}

function md5Of(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
