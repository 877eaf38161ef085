import { parse } from "@std/csv/parse";
import { runStep } from "../lib/cli/run_step.ts";
import { STATISTICS_COLUMNS } from "../lib/csv/columns.ts";
import { csvText } from "../lib/csv/text.ts";
import { pathsCsv } from "../lib/dataset/layout.ts";
import { FormatError } from "../lib/errors.ts";
import { exists } from "../lib/io/exists.ts";
import { type Intent, problem } from "../lib/plan/intent.ts";
import { issueOf } from "../lib/plan/issue_of.ts";
import { openStatistics } from "../lib/plan/open_statistics.ts";
import { planCsv } from "../lib/plan/plan_csv.ts";
import type { Step } from "../lib/plan/step.ts";
import type { World } from "../lib/plan/world.ts";
import type { Statistics } from "../lib/statistics/load.ts";

/** Refreshes the statistics of an existing paths CSV; every other cell stays. */
export const updateCsvStats: Step = {
  name: "update_csv_stats",
  isOn: (config) => config.update_csv_stats,

  async *planRelease(world: World): AsyncGenerator<Intent> {
    const { config, steps } = world;
    const path = pathsCsv(config);
    if (!await exists(path)) {
      // A CSV made by the same plan has the current statistics.
      if (steps.has("create_csv")) return;
      yield problem(path, "there is no CSV to update: run create_csv first");
      return;
    }
    const statistics = yield* openStatistics(config);
    if (!statistics) {
      yield problem(path, "no statistics to refresh it with");
      return;
    }
    try {
      const { columns, rows } = refreshed(
        parse(await Deno.readTextFile(path)),
        statistics,
      );
      yield* planCsv(world, {
        path,
        text: () => csvText(columns, rows),
        upload: config.upload_csv_to_s3,
      });
    } catch (error) {
      yield issueOf(path, error);
    }
  },
};

type Row = Record<string, string>;

function refreshed(
  [header = [], ...lines]: readonly (readonly string[])[],
  statistics: Statistics,
): { columns: string[]; rows: Row[] } {
  for (const column of ["Structure ID", "Cell ID"]) {
    if (!header.includes(column)) {
      throw new FormatError(
        `Cannot tell which cell a row is about: the CSV has no column "${column}"`,
      );
    }
  }
  const columns = [...new Set([...header, ...STATISTICS_COLUMNS])];
  const empty = Object.fromEntries(
    STATISTICS_COLUMNS.map((name) => [name, ""]),
  );
  const rows = lines.map((cells) => {
    const row: Row = Object.fromEntries(
      header.map((name, i) => [name, cells[i] ?? ""]),
    );
    const cell = statistics.lookup(row["Structure ID"]!, row["Cell ID"]!);
    return { ...row, ...empty, ...cell };
  });
  return { columns, rows };
}

if (import.meta.main) await runStep(updateCsvStats);
