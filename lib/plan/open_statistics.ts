import type { Config } from "../config/schema.ts";
import { findStatistics } from "../statistics/find.ts";
import { loadStatistics, type Statistics } from "../statistics/load.ts";
import { type Intent, warning } from "./intent.ts";
import { issueOf } from "./issue_of.ts";

/**
 * Loads the cell statistics of the structures of a release, and reports what
 * is wrong or missing.
 *
 * @returns `undefined` if there are none: the columns stay empty.
 */
export async function* openStatistics(
  config: Config,
): AsyncGenerator<Intent, Statistics | undefined> {
  const path = await findStatistics(config.data_dir, config.structure_stats);
  if (path === undefined) {
    yield warning(
      `${config.data_dir}/structure_stats.parquet`,
      "there are no cell statistics: the statistics columns stay empty",
    );
    return undefined;
  }
  try {
    const structureIds = config.structures.map((each) => each.structure_id);
    const statistics = await loadStatistics(path, new Set(structureIds));
    for (const column of statistics.missingColumns) {
      yield warning(path, `has no column "${column}": its cells stay empty`);
    }
    return statistics;
  } catch (error) {
    yield issueOf(path, error);
    return undefined;
  }
}
