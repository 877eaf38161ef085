import { join } from "@std/path";
import type { Config, Structure } from "../config/config.ts";

/** The folder of one structure's packings by one rule: `…/spheresSST`. */
export function packingDir(
  config: Config,
  rule: string,
  structure: Structure,
): string {
  return join(config.data_dir, packingDirKey(config, rule, structure));
}

/** The folder of a packing directory's figures. */
export function figureDir(packingDir: string): string {
  return join(packingDir, "figures");
}

/** The folder of a structure's meshes. */
export function meshDir(config: Config, structureId: string): string {
  return join(config.data_dir, meshDirKey(structureId));
}

/** The folder of a structure's inverted meshes. */
export function invertedMeshDir(config: Config, structureId: string): string {
  return join(meshDir(config, structureId), "inverted");
}

/** The folder of all outputs of this release. */
export function outputDir(config: Config): string {
  return join(config.results_dir, "data_release", config.output_name);
}

/** The folder of one structure's thumbnails by one rule. */
export function thumbnailDir(
  config: Config,
  rule: string,
  structure: Structure,
): string {
  return join(outputDir(config), "thumbnails", rule, structure.packing_id);
}

/** Where runs keep their journals while they last. */
export function journalDir(config: Config): string {
  return join(outputDir(config), ".runs");
}

/** Where the planner keeps what it computed of unchanged files. */
export function cachePath(config: Config): string {
  return join(outputDir(config), ".cache.sqlite");
}

/** Where the CSV that lists the packings is written. */
export function pathsCsv(config: Config): string {
  return join(outputDir(config), `${config.output_name}_paths.csv`);
}

/** Where the CSV that describes the columns is written. */
export function metadataCsv(config: Config): string {
  return join(outputDir(config), `${config.output_name}_metadata.csv`);
}

/** The object key of a CSV of this release. */
export function csvKey(config: Config, path: string): string {
  return `${csvPrefix(config)}${path.slice(outputDir(config).length + 1)}`;
}

/** The object key of a mesh. */
export function meshKey(structureId: string, meshName: string): string {
  return `${meshDirKey(structureId)}/${meshName}`;
}

/** The prefixes of all keys of this release, each once. */
export function releasePrefixes(config: Config): string[] {
  const prefixes = new Set<string>([csvPrefix(config)]);
  for (const structure of config.structures) {
    prefixes.add(`${meshDirKey(structure.structure_id)}/`);
    for (const rule of config.rules) {
      prefixes.add(`${packingDirKey(config, rule, structure)}/`);
    }
  }
  return [...prefixes].sort();
}

/** The object key of a packing directory, without a final slash. */
export function packingDirKey(
  config: Config,
  rule: string,
  structure: Structure,
): string {
  return `packing_outputs/${config.dataset}/${config.experiment}/${rule}/${structure.packing_id}/spheresSST`;
}

function meshDirKey(structureId: string): string {
  return `structure_data/${structureId}/meshes`;
}

function csvPrefix(config: Config): string {
  return `bff/${config.condition}/`;
}
