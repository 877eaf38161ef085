import type { Config } from "../config/config.ts";
import { packingDir } from "../dataset/layout.ts";
import { findMeshes } from "../dataset/meshes.ts";
import { findPackings, type Packing } from "../dataset/packings.ts";
import { FormatError } from "../errors.ts";
import { exists } from "../io/exists.ts";
import { ioReason } from "../io/reason.ts";
import { findStatistics } from "../statistics/find.ts";
import { loadStatistics } from "../statistics/load.ts";
import { displaySize } from "../thumbnail/display_size.ts";
import { inspectFigure } from "../thumbnail/figure.ts";

/** What there is where the config says, by names and sizes: contents are the plan's to check. */
export interface DatasetScan {
  packings: number;
  /** `…_all.simularium` files. */
  aggregates: number;
  readonly invalid: { readonly path: string; readonly reason: string }[];
  /** Packing directories without any packing. */
  readonly emptyPlaces: string[];
  /** Packings with a figure. */
  figures: number;
  meshes: number;
  readonly structuresWithoutMesh: string[];
  /** Why meshes cannot be looked for. */
  meshFault?: string;
  statistics: StatisticsScan;
  readonly bytes: {
    /** Of the largest `.simularium` file. */
    largestPacking: number;
    /** Of inverted meshes that are to be made. */
    inverted: number;
    /** Of a thumbnail, at the most. */
    thumbnail: number;
  };
}

export type StatisticsScan =
  | { readonly are: "missing" }
  | { readonly are: "unreadable"; readonly reason: string }
  | {
    readonly are: "loaded";
    readonly path: string;
    /** Cells of the config's structures. */
    readonly rows: number;
    /** Packings whose cell is among them. */
    readonly matched: number;
  };

/** Looks for the files of a release; reads names and sizes, and the cell statistics. */
export async function scanDataset(
  config: Config,
  signal?: AbortSignal,
): Promise<DatasetScan> {
  const scan: DatasetScan = {
    packings: 0,
    aggregates: 0,
    invalid: [],
    emptyPlaces: [],
    figures: 0,
    meshes: 0,
    structuresWithoutMesh: [],
    statistics: { are: "missing" },
    bytes: { largestPacking: 0, inverted: 0, thumbnail: 0 },
  };
  const cells = await scanPackings(config, scan, signal);
  await scanMeshes(config, scan, signal);
  scan.statistics = await scanStatistics(config, cells);
  return scan;
}

/** A cell, with how many packings show it. */
type Cells = Map<
  string,
  { structureId: string; cellId: string; count: number }
>;

async function scanPackings(
  config: Config,
  scan: DatasetScan,
  signal: AbortSignal | undefined,
): Promise<Cells> {
  const cells: Cells = new Map();
  const filled = new Set<string>();
  for (const found of findPackings(config)) {
    signal?.throwIfAborted();
    if (found.type === "aggregate") scan.aggregates++;
    else if (found.type === "invalid") scan.invalid.push(found);
    else {
      const { packing } = found;
      scan.packings++;
      filled.add(packingDir(config, packing.rule, packing.structure));
      countCell(cells, packing);
      if (packing.figure !== undefined && scan.figures++ === 0) {
        scan.bytes.thumbnail = largestThumbnail(
          packing.figure,
          config.thumbnail_size,
        );
      }
      scan.bytes.largestPacking = Math.max(
        scan.bytes.largestPacking,
        await sizeOf(packing.path),
      );
    }
  }
  for (const structure of config.structures) {
    for (const rule of config.rules) {
      const place = packingDir(config, rule, structure);
      if (!filled.has(place)) scan.emptyPlaces.push(place);
    }
  }
  return cells;
}

function countCell(cells: Cells, { structure, cellId }: Packing): void {
  const structureId = structure.structure_id;
  const key = `${structureId}/${cellId}`;
  const cell = cells.get(key);
  if (cell) cell.count++;
  else cells.set(key, { structureId, cellId, count: 1 });
}

async function scanMeshes(
  config: Config,
  scan: DatasetScan,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ids = new Set(
    config.structures.map(({ structure_id }) => structure_id),
  );
  for (const id of ids) {
    const before = scan.meshes;
    try {
      for await (const { path, invertedPath } of findMeshes(config, id)) {
        signal?.throwIfAborted();
        scan.meshes++;
        if (invertedPath !== undefined && !exists(invertedPath)) {
          scan.bytes.inverted += await sizeOf(path);
        }
      }
    } catch (error) {
      const reason = ioReason(error);
      if (reason === undefined) throw error;
      scan.meshFault = reason;
    }
    if (scan.meshes === before) scan.structuresWithoutMesh.push(id);
  }
}

async function scanStatistics(
  config: Config,
  cells: Cells,
): Promise<StatisticsScan> {
  try {
    const path = await findStatistics(config.data_dir, config.structure_stats);
    if (path === undefined) return { are: "missing" };
    const ids = new Set(
      config.structures.map(({ structure_id }) => structure_id),
    );
    const { rows, lookup } = await loadStatistics(path, ids);
    const matched = [...cells.values()]
      .filter(({ structureId, cellId }) => lookup(structureId, cellId))
      .reduce((sum, { count }) => sum + count, 0);
    return { are: "loaded", path, rows, matched };
  } catch (error) {
    const reason = error instanceof FormatError
      ? error.message
      : ioReason(error);
    if (reason === undefined) throw error;
    return { are: "unreadable", reason };
  }
}

/** Three bytes a pixel: a PNG is not larger. 0 where the figure cannot be read, as the plan will say. */
function largestThumbnail(figure: string, longEdge: number): number {
  try {
    const { width, height } = displaySize(
      inspectFigure(figure),
      longEdge,
    );
    return 3 * width * height;
  } catch (error) {
    if (error instanceof FormatError || ioReason(error) !== undefined) return 0;
    throw error;
  }
}

/** 0 for what cannot be looked at, as the plan will say. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (ioReason(error) === undefined) throw error;
    return 0;
  }
}
