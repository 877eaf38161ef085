import { createHash } from "node:crypto";
import { dirname, join } from "@std/path";
import type { Config } from "../../../lib/config/config.ts";
import { effectiveConfigSchema } from "../../../lib/config/schema.ts";
import { COLUMN_NAMES } from "../../../lib/csv/columns.ts";
import { metadataText } from "../../../lib/csv/metadata.ts";
import { rowOf } from "../../../lib/csv/rows.ts";
import { csvText } from "../../../lib/csv/text.ts";
import { csvKey, metadataCsv, pathsCsv } from "../../../lib/dataset/layout.ts";
import { findPackings } from "../../../lib/dataset/packings.ts";
import { publicUrl } from "../../../lib/dataset/public_url.ts";
import { loadStatistics } from "../../../lib/statistics/load.ts";
import { hexColor } from "../../../lib/simularium/wanted.ts";
import { demoConfig } from "../../fixture/config.ts";
import { cellOf } from "../../fixture/dataset/cell.ts";
import { meshOf, trimeshObj } from "../../fixture/dataset/mesh.ts";
import { meshPath, packingPath } from "../../fixture/dataset/paths.ts";
import { csvOf, statisticsOf } from "../../fixture/dataset/statistics.ts";
import { type ListingWriter, writeListing } from "./listing.ts";

/** Seeds of each cell: many packings share the meshes of few cells. */
const SEEDS = 25;

/**
 * Writes a dataset of very small packings without figures as a release leaves it
 * behind, the listing of the bucket that goes with it, and its config.
 *
 * @param count Packings; a multiple of 200.
 */
export async function makeReleased(
  folder: string,
  count: number,
): Promise<void> {
  const config = effectiveConfigSchema.parse(demoConfig({
    base_s3_url: "https://bucket.test/",
    s3_bucket: "bucket",
    s3_acl: "none",
    upload_csv_to_s3: true,
  }));
  const cells = count / config.structures.length / config.rules.length / SEEDS;
  const cellIds = Array.from({ length: cells }, (_, i) => `${100_000 + i}`);
  await Deno.mkdir(folder, { recursive: true });
  const back = Deno.cwd();
  Deno.chdir(folder);
  try {
    await Deno.writeTextFile("config.json", JSON.stringify(config));
    using listing = writeListing("listing");
    const publish = publisher(config, listing);
    writeMeshes(config, cellIds, publish);
    writePackings(config, cellIds, publish);
    await writeTables(config, cellIds, listing);
  } finally {
    Deno.chdir(back);
  }
}

/** Writes a file below the data directory, and lists it as an object. */
type Publish = (key: string, content: string) => void;

function publisher({ data_dir }: Config, listing: ListingWriter): Publish {
  const folders = new Set<string>();
  return (key, content) => {
    const path = join(data_dir, key);
    const folder = dirname(path);
    if (!folders.has(folder)) Deno.mkdirSync(folder, { recursive: true });
    folders.add(folder);
    Deno.writeTextFileSync(path, content);
    listing.add(objectOf(key, content));
  };
}

function writeMeshes(
  { structures }: Config,
  cellIds: readonly string[],
  publish: Publish,
): void {
  const { vertices, faces } = meshOf(cellOf("any").nucleus);
  // As inside-out membranes are: what is to be measured is not warnings.
  const inverted = faces.map(([a, b, c]) => [a, c, b] as const);
  const mesh = trimeshObj({ vertices, faces: inverted });
  for (const { structure_id } of structures) {
    for (const cellId of cellIds) {
      for (const prefix of ["mem", "nuc"]) {
        publish(meshPath(structure_id, prefix, cellId), mesh);
      }
    }
  }
}

function writePackings(
  config: Config,
  cellIds: readonly string[],
  publish: Publish,
): void {
  for (const structure of config.structures) {
    for (const rule of config.rules) {
      for (const cellId of cellIds) {
        for (let seed = 0; seed < SEEDS; seed++) {
          publish(
            packingPath({ ...config, ...structure, rule, cellId, seed }),
            simularium(config, structure, cellId, `${rule} ${seed}`),
          );
        }
      }
    }
  }
}

/** A packing of two spheres, with the URLs and colors of the release. */
function simularium(
  config: Config,
  structure: Config["structures"][number],
  cellId: string,
  title: string,
): string {
  const mesh = (prefix: string) =>
    publicUrl(
      config.base_s3_url,
      meshPath(structure.structure_id, prefix, cellId),
    );
  const { membrane, nucleus } = config.base_channel_colors;
  const shape = (
    displayType: string,
    url: string,
    color: Parameters<typeof hexColor>[0],
  ) => ({ displayType, url, color: hexColor(color) });
  return JSON.stringify({
    trajectoryInfo: {
      version: 3,
      timeUnits: { magnitude: 1, name: "s" },
      timeStepSize: 1,
      totalSteps: 1,
      spatialUnits: { magnitude: 0.108, name: "µm" },
      size: { x: 108, y: 108, z: 60 },
      typeMapping: {
        0: { name: "membrane", geometry: shape("OBJ", mesh("mem"), membrane) },
        1: { name: "nucleus", geometry: shape("OBJ", mesh("nuc"), nucleus) },
        2: {
          name: `membrane_interior_${structure.structure_name}`,
          geometry: shape("SPHERE", "", structure.color),
        },
      },
      trajectoryTitle: `${cellId} ${title}`,
    },
    spatialData: {
      version: 1,
      msgType: 1,
      bundleStart: 0,
      bundleSize: 1,
      bundleData: [{ frameNumber: 0, time: 0, data: SPHERES }],
    },
    plotData: { version: 1, data: [] },
  });
}

const SPHERES = [
  ...[1000, 0, 2, 10.5, -3.25, 7.125, 0, 0, 0, 1.5, 0],
  ...[1000, 1, 2, -20.5, 13.25, -7.5, 0, 0, 0, 1.25, 0],
];

/** The cell statistics, and the CSVs made of them. */
async function writeTables(
  config: Config,
  cellIds: readonly string[],
  listing: ListingWriter,
): Promise<void> {
  const statisticsPath = join(config.data_dir, "structure_stats.csv");
  const ids = config.structures.map(({ structure_id }) => structure_id);
  const rows = ids.flatMap((id) =>
    cellIds.map((cellId) => statisticsOf(cellOf(cellId), id, 2))
  );
  await Deno.writeTextFile(statisticsPath, csvOf(rows));
  const statistics = await loadStatistics(statisticsPath, new Set(ids));
  const table = async function* () {
    for (const found of findPackings(config)) {
      if (found.type !== "packing") continue;
      const row = rowOf(found.packing, config, statistics);
      yield COLUMN_NAMES.map((name) => row[name]);
    }
  };
  const csvs: [string, AsyncIterable<string>][] = [
    [metadataCsv(config), metadataText()],
    [pathsCsv(config), csvText(COLUMN_NAMES, table())],
  ];
  for (const [path, text] of csvs) {
    const content = (await Array.fromAsync(text)).join("");
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, content);
    listing.add(objectOf(csvKey(config, path), content));
  }
}

function objectOf(key: string, content: string) {
  const bytes = new TextEncoder().encode(content);
  const etag = createHash("md5").update(bytes).digest("hex");
  return { key, size: bytes.length, etag };
}
