import { runStep } from "../lib/cli/run_step.ts";
import { STATISTICS_COLUMNS } from "../lib/csv/columns.ts";
import { readTable, type Table } from "../lib/csv/read_table.ts";
import { csvText } from "../lib/csv/text.ts";
import { pathsCsv } from "../lib/dataset/layout.ts";
import { keyOfPublicUrl } from "../lib/dataset/public_url.ts";
import { FormatError } from "../lib/errors.ts";
import { exists } from "../lib/io/exists.ts";
import {
  type Intent,
  problem,
  readerWarnings,
  warning,
} from "../lib/plan/intent.ts";
import { issueOf } from "../lib/plan/issue_of.ts";
import { openStatistics } from "../lib/plan/open_statistics.ts";
import { planCsv } from "../lib/plan/plan_csv.ts";
import type { Step } from "../lib/plan/step.ts";
import type { World } from "../lib/plan/world.ts";
import { columnWarnings, rowWarnings } from "../lib/release_check/csv.ts";
import type { ReleaseWarning } from "../lib/release_check/warning.ts";
import type { Statistics } from "../lib/statistics/load.ts";

/** Refreshes the statistics of an existing paths CSV; every other cell stays. */
export const updateCsvStats: Step = {
  name: "update_csv_stats",
  isOn: (config) => config.update_csv_stats,

  async *planRelease(world: World): AsyncGenerator<Intent> {
    const { config, steps } = world;
    const path = pathsCsv(config);
    if (!exists(path)) {
      // A CSV made by the same plan has the current statistics.
      if (steps.has("create_csv")) return;
      yield problem(path, "there is no CSV to update: run create_csv first");
      return;
    }
    try {
      yield* planRefresh(world, path, await readTable(path));
    } catch (error) {
      yield issueOf(path, error);
    }
  },
};

async function* planRefresh(
  world: World,
  path: string,
  table: Table,
): AsyncGenerator<Intent> {
  const { config } = world;
  const structureId = columnIn(table, "Structure ID");
  const cellId = columnIn(table, "Cell ID");
  yield* reportDeadLinks(world, path, table);
  yield* readerWarnings(tableWarnings(path, table));
  const statistics = yield* openStatistics(
    config,
    table.slice(1).map((row) => row[structureId]!),
    problem,
  );
  if (!statistics) return;
  const [header, ...rows] = refreshed(
    table,
    (row) => statistics.lookup(row[structureId]!, row[cellId]!),
  );
  yield* planCsv(world, {
    path,
    text: () => csvText(header!, rows),
    upload: config.upload_csv_to_s3,
  });
}

function columnIn([header = []]: Table, name: string): number {
  const column = header.indexOf(name);
  if (column !== -1) return column;
  throw new FormatError(
    `Cannot tell which cell a row is about: the CSV has no column "${name}"`,
  );
}

/** A row must not point to nothing: an error once visitors can see it. */
async function* reportDeadLinks(
  world: World,
  path: string,
  [header = [], ...rows]: Table,
): AsyncGenerator<Intent> {
  const report = world.config.upload_csv_to_s3 ? problem : warning;
  for (const column of ["File Path", "Thumbnail"]) {
    const place = header.indexOf(column);
    for (const row of rows) {
      const url = row[place] ?? "";
      const key = keyOfPublicUrl(world.config.base_s3_url, url);
      if (key === undefined || await world.willHave(key)) continue;
      yield report(
        path,
        `the ${column} "${key}" of a row is neither in the bucket nor put by this plan`,
      );
    }
  }
}

/** What BioFile Finder will misread, in the cells that stay as well. */
function* tableWarnings(
  path: string,
  [header = [], ...rows]: Table,
): Iterable<ReleaseWarning> {
  yield* columnWarnings(header, path);
  for (const [i, row] of rows.entries()) {
    const cells = header.map((column, j) => [column, row[j] ?? ""] as const);
    yield* rowWarnings(Object.fromEntries(cells), `${path}, row ${i + 1}`);
  }
}

/** The table with current statistics, in columns at the end where there were none. */
function refreshed(
  [header = [], ...rows]: Table,
  lookup: (row: readonly string[]) => ReturnType<Statistics["lookup"]>,
): Table {
  const columns = [
    ...header,
    ...STATISTICS_COLUMNS.filter((name) => !header.includes(name)),
  ];
  const places = STATISTICS_COLUMNS.map((name) =>
    [name, columns.indexOf(name)] as const
  );
  return [
    columns,
    ...rows.map((row) => {
      const statistics = lookup(row);
      const cells = [...row];
      for (const [name, place] of places) {
        cells[place] = statistics?.[name] ?? "";
      }
      return cells;
    }),
  ];
}

if (import.meta.main) await runStep(updateCsvStats);
