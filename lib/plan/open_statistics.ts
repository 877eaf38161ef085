import { join } from "@std/path";
import type { Config } from "../config/config.ts";
import { findStatistics } from "../statistics/find.ts";
import { loadStatistics, type Statistics } from "../statistics/load.ts";
import type { Intent, IssueIntent } from "./intent.ts";
import { warning } from "./intent.ts";
import { issueOf } from "./issue_of.ts";

/**
 * Loads the cell statistics of some structures, and reports what is wrong or
 * missing.
 *
 * @param report How it is reported that there are none at all.
 * @returns `undefined` if there are none.
 */
export async function* openStatistics(
  config: Config,
  structureIds: Iterable<string>,
  report: (subject: string, message: string) => IssueIntent,
): AsyncGenerator<Intent, Statistics | undefined> {
  let path = config.structure_stats ??
    join(config.data_dir, "structure_stats.parquet");
  try {
    const found = await findStatistics(config.data_dir, config.structure_stats);
    if (found === undefined) {
      yield report(path, "there are no cell statistics");
      return undefined;
    }
    path = found;
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
