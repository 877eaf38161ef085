import type { Step } from "../lib/plan/step.ts";
import { createCsv } from "./create_csv.ts";
import { updateCsvStats } from "./update_csv_stats.ts";
import { updateSimularium } from "./update_simularium.ts";
import { uploadMeshes } from "./upload_meshes.ts";
import { uploadSimularium } from "./upload_simularium.ts";
import { uploadThumbnails } from "./upload_thumbnails.ts";

/** All steps, in the order in which they run. */
export const STEPS: readonly Step[] = [
  uploadMeshes,
  updateSimularium,
  uploadSimularium,
  uploadThumbnails,
  createCsv,
  updateCsvStats,
];
