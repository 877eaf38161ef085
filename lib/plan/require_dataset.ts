import type { Config } from "../config/config.ts";
import { meshDir, packingDir } from "../dataset/layout.ts";
import { findMeshes } from "../dataset/meshes.ts";
import { findPackings } from "../dataset/packings.ts";
import { ExpectedError } from "../errors.ts";
import { ioReason } from "../io/reason.ts";
import type { Step } from "./step.ts";

/**
 * Makes sure that there is anything to release. What cannot be read counts: the
 * plan reports it.
 *
 * @throws {ExpectedError} that says where it looked.
 */
export async function requireDataset(
  config: Config,
  steps: readonly Step[],
): Promise<void> {
  const needsPackings = steps.some((step) => step.planPacking);
  const needsMeshes = steps.some((step) => step.planMesh);
  if (needsPackings ? await hasPacking(config) : !needsMeshes) return;
  if (!needsPackings && await hasMesh(config)) return;
  const wanted = needsPackings ? "packings" : "meshes";
  const places = config.structures.flatMap((structure) =>
    needsPackings
      ? config.rules.map((rule) =>
        `${packingDir(config, rule, structure)}/**/*.simularium`
      )
      : [`${meshDir(config, structure.structure_id)}/*.obj`]
  );
  throw new ExpectedError([
    `Cannot plan a release: no ${wanted} found, looked for`,
    ...places.map((place) => `  ${place}`),
    `Check data_dir, dataset, experiment, rules and structures in the config, or run "deno task demo" to see it work on a small dataset`,
  ].join("\n"));
}

async function hasPacking(config: Config): Promise<boolean> {
  for await (const { type } of findPackings(config)) {
    if (type !== "aggregate") return true;
  }
  return false;
}

async function hasMesh(config: Config): Promise<boolean> {
  for (const { structure_id } of config.structures) {
    try {
      for await (const _ of findMeshes(config, structure_id)) return true;
    } catch (error) {
      if (ioReason(error) === undefined) throw error;
      return true;
    }
  }
  return false;
}
