import type {
  Header,
  PlannedEntry,
  PutAction,
  Summary,
  WriteAction,
} from "../../lib/manifest/entries.ts";
import { demoConfig } from "../fixture/config.ts";
import { header, put, write } from "../terminal/entries.ts";

/** The header of a plan for the default dataset. */
export function planHeader(config: Record<string, unknown> = {}): Header {
  return header({
    config: demoConfig({
      s3_bucket: "bucket",
      base_s3_url: "https://bucket.test/",
      ...config,
    }),
    steps: [
      "upload_meshes",
      "update_simularium",
      "upload_simularium",
      "upload_thumbnails",
      "create_csv",
    ],
  });
}

/** The key of a packing of peroxisomes. */
export function packingKey(cellId: string, rule = "random"): string {
  return `packing_outputs/8d_sphere_data/norm_weights/${rule}/peroxisome/spheresSST/results_peroxisome_rules_shape_${rule}_${cellId}_seed_0.simularium`;
}

/** The update of a packing: a URL and two colors. */
export function update(
  cellId: string,
  overrides: Partial<WriteAction> = {},
): WriteAction {
  return write({
    path: `data/${packingKey(cellId)}`,
    changes: [
      {
        path: "typeMapping.0.geometry.url",
        before: `mem_mesh_${cellId}.obj`,
        after:
          `https://bucket.test/structure_data/SLC25A17/meshes/mem_mesh_${cellId}.obj`,
      },
      {
        path: "typeMapping.0.geometry.color",
        before: "#b3b3b3",
        after: "#4f304f",
      },
      { path: "typeMapping.2.geometry.color", before: null, after: "#1fff1f" },
    ],
    ...overrides,
  });
}

/** The put of a packing. */
export function publish(
  cellId: string,
  overrides: Partial<PutAction> = {},
): PutAction {
  return put({
    step: "upload_simularium",
    key: packingKey(cellId),
    source: `data/${packingKey(cellId)}`,
    ...overrides,
  });
}

/** A plan with as many packings, each updated and put. */
export function* manyPackings(count: number): Generator<PlannedEntry> {
  yield planHeader();
  for (let i = 0; i < count; i++) {
    yield update(String(700_000 + i));
    yield publish(String(700_000 + i));
  }
}

/** The last line of a plan without errors. */
export const SUMMARY: Summary = {
  type: "summary",
  lines: 1,
  actions: 1,
  errors: 0,
  warnings: 0,
  sha256: "0".repeat(64),
};
