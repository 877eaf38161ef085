import type { Config } from "../config/config.ts";
import { join } from "@std/path";
import { meshDir, packingDir } from "../dataset/layout.ts";
import { formatCount, formatNumber } from "../terminal/units.ts";
import type { DatasetScan } from "./dataset_scan.ts";
import type { Finding } from "./finding.ts";

/** How many examples are named. */
const NAMED = 3;

/** Whether the files of the release are where the config says. */
export function datasetFindings(config: Config, scan: DatasetScan): Finding[] {
  return [
    packings(config, scan),
    ...scan.invalid.length > 0 ? [invalidPackings(scan)] : [],
    meshes(config, scan),
    ...scan.packings > 0 ? [figures(config, scan)] : [],
    statistics(config, scan),
  ];
}

function packings(config: Config, scan: DatasetScan): Finding {
  const title = "Packings";
  if (scan.packings === 0) {
    const [structure] = config.structures;
    const place = packingDir(config, config.rules[0]!, structure!);
    return {
      ok: false,
      title,
      detail: `none found, looked in ${place} and the like`,
      remedy:
        "Check data_dir, dataset, experiment, rules and structures in the config",
    };
  }
  const detail = formatCount(scan.packings, "packing") +
    (scan.aggregates > 0
      ? ` (${formatCount(scan.aggregates, "aggregate")} left out)`
      : "");
  return scan.emptyPlaces.length === 0 ? { ok: true, title, detail } : {
    ok: "unknown",
    title,
    detail: `${detail}; none in ${someOf(scan.emptyPlaces)}`,
    remedy: "Check rules and structures in the config, if there should be any",
  };
}

function invalidPackings({ invalid }: DatasetScan): Finding {
  return {
    ok: false,
    title: "Invalid files",
    detail: formatCount(invalid.length, "file"),
    remedy: [
      ...invalid.slice(0, NAMED).map(({ path, reason }) =>
        `${path}: ${reason}`
      ),
      ...invalid.length > NAMED
        ? [`and ${formatNumber(invalid.length - NAMED)} more`]
        : [],
    ].join("\n"),
  };
}

function meshes(config: Config, scan: DatasetScan): Finding {
  const title = "Meshes";
  if (scan.meshFault !== undefined) {
    return { ok: false, title, detail: scan.meshFault };
  }
  const detail = formatCount(scan.meshes, "mesh", "meshes");
  if (scan.structuresWithoutMesh.length === 0) {
    return { ok: true, title, detail };
  }
  const places = scan.structuresWithoutMesh.map((id) => meshDir(config, id));
  return {
    ok: scan.meshes === 0 && config.upload_meshes_to_s3 ? false : "unknown",
    title,
    detail: `${detail}; none in ${someOf(places)}`,
    remedy:
      "Put them there, unless they are in the bucket already; check structure_id in the config",
  };
}

function figures(config: Config, scan: DatasetScan): Finding {
  const title = "Figures";
  const detail = `${formatNumber(scan.figures)} of ${
    formatCount(scan.packings, "packing")
  }`;
  const isMissing = config.generate_thumbnails && scan.figures === 0;
  return isMissing
    ? {
      ok: "unknown",
      title,
      detail: `${detail} have one: there will be no thumbnails`,
      remedy:
        "Put them in the figures folders beside the packings, or set generate_thumbnails to false",
    }
    : { ok: true, title, detail };
}

function statistics(config: Config, scan: DatasetScan): Finding {
  const title = "Statistics";
  const { statistics } = scan;
  switch (statistics.are) {
    case "unreadable":
      return { ok: false, title, detail: statistics.reason };
    case "missing":
      return {
        ok: "unknown",
        title,
        detail: "there are none: the statistics columns stay empty",
        remedy: `Put them at ${
          join(config.data_dir, "structure_stats.parquet")
        } or .csv, or name them as structure_stats in the config`,
      };
    case "loaded": {
      const { path, rows, matched } = statistics;
      return {
        ok: matched === 0 && scan.packings > 0 ? "unknown" : true,
        title,
        detail: `${formatNumber(matched)} of ${
          formatCount(scan.packings, "packing")
        }; ${path} has ${formatCount(rows, "cell")} of these structures`,
      };
    }
  }
}

function someOf(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return names.slice(0, NAMED).join(", ") +
    (rest > 0 ? ` and ${formatCount(rest, "other place")}` : "");
}
