import { runStep } from "../lib/cli/run_step.ts";
import { COLUMN_NAMES } from "../lib/csv/columns.ts";
import { metadataText } from "../lib/csv/metadata.ts";
import { rowOf } from "../lib/csv/rows.ts";
import { csvText } from "../lib/csv/text.ts";
import { metadataCsv, pathsCsv } from "../lib/dataset/layout.ts";
import { findPackings, type Packing } from "../lib/dataset/packings.ts";
import { exists } from "../lib/io/exists.ts";
import {
  type Intent,
  problem,
  readerWarnings,
  warning,
} from "../lib/plan/intent.ts";
import { openStatistics } from "../lib/plan/open_statistics.ts";
import { planCsv } from "../lib/plan/plan_csv.ts";
import type { Step } from "../lib/plan/step.ts";
import type { World } from "../lib/plan/world.ts";
import { rowWarnings } from "../lib/release_check/csv.ts";
import type { Statistics } from "../lib/statistics/load.ts";

/** Lists all packings in a CSV, and describes its columns in another. */
export const createCsv: Step = {
  name: "create_csv",
  isOn: (config) => config.create_csv,

  /** A row must not point to nothing: an error once visitors can see it. */
  async planPacking(world: World, packing: Packing): Promise<Intent[]> {
    const report = world.config.upload_csv_to_s3 ? problem : warning;
    const issues: Intent[] = [];
    if (!await world.willHavePacking(packing)) {
      issues.push(report(
        packing.path,
        "the row would point to nothing: the file is neither in the bucket nor put by this plan; run upload_simularium as well",
      ));
    }
    if (packing.figure && !await world.willHaveThumbnail(packing)) {
      issues.push(report(
        packing.path,
        "the row would show no thumbnail: it is neither in the bucket nor put by this plan; run upload_thumbnails as well",
      ));
    }
    // Statistics are numbers: what else the row says is known without them.
    const row = rowOf(packing, world.config, undefined);
    const isWritten = !keepsRows(world);
    const warnings = isWritten ? rowWarnings(row, packing.path) : [];
    return [...issues, ...readerWarnings(warnings)];
  },

  async *planRelease(world: World): AsyncGenerator<Intent> {
    const { config } = world;
    if (config.create_metadata_csv) {
      yield* planCsv(world, {
        path: metadataCsv(config),
        text: metadataText,
        upload: config.upload_csv_to_s3 && config.upload_metadata_csv,
      });
    }
    if (keepsRows(world)) return;

    const statistics = yield* openStatistics(
      config,
      config.structures.map(({ structure_id }) => structure_id),
      (subject, message) =>
        warning(subject, `${message}: the statistics columns stay empty`),
    );
    yield* planCsv(world, {
      path: pathsCsv(config),
      text: () => csvText(COLUMN_NAMES, rows(world, statistics)),
      upload: config.upload_csv_to_s3,
    });
  },
};

/** Whoever refreshes statistics wants the other cells to stay. */
function keepsRows({ config, steps }: World): boolean {
  return steps.has("update_csv_stats") && exists(pathsCsv(config));
}

function* rows(
  world: World,
  statistics: Statistics | undefined,
): Generator<string[]> {
  for (const packing of publishedPackings(world)) {
    const row = rowOf(packing, world.config, statistics);
    yield COLUMN_NAMES.map((name) => row[name]);
  }
}

function* publishedPackings(world: World): Generator<Packing> {
  for (const found of findPackings(world.config)) {
    if (found.type === "packing" && !world.invalid.has(found.packing.path)) {
      yield found.packing;
    }
  }
}

if (import.meta.main) await runStep(createCsv);
