import type { Config } from "../config/config.ts";
import type { Packing } from "../dataset/packings.ts";
import { publicUrl } from "../dataset/public_url.ts";
import type { CellStatistics, Statistics } from "../statistics/load.ts";
import { type PathsRow, STATISTICS_COLUMNS } from "./columns.ts";

/** The row of the paths CSV about one packing. */
export function rowOf(
  packing: Packing,
  config: Config,
  statistics: Statistics | undefined,
): PathsRow {
  const { structure, rule, cellId } = packing;
  const urlOf = (key: string) => publicUrl(config.base_s3_url, key);
  return {
    "File Path": urlOf(packing.key),
    "Cell ID": cellId,
    "File Name": `${cellId}_${firstWord(rule)}_${structure.packing_id}`,
    "Packing ID": structure.packing_id,
    "Structure ID": structure.structure_id,
    "Structure Name": structure.structure_name,
    "Rule": rule,
    "Dataset": config.dataset,
    "Condition": config.condition,
    "Experiment": config.experiment,
    "File Type": "simularium",
    "Thumbnail": packing.figure ? urlOf(packing.thumbnail.key) : "",
    ...statistics?.lookup(structure.structure_id, cellId) ?? NO_STATISTICS,
  };
}

const NO_STATISTICS = Object.fromEntries(
  STATISTICS_COLUMNS.map((name) => [name, ""]),
) as CellStatistics;

function firstWord(rule: string): string {
  return rule.split("_")[0]!;
}
