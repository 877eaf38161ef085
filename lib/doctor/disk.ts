import { dirname, resolve } from "@std/path";
import { statfs } from "node:fs/promises";
import type { Config } from "../config/config.ts";
import { formatBytes } from "../terminal/units.ts";
import type { DatasetScan } from "./dataset_scan.ts";
import type { Finding } from "./finding.ts";

/** Bytes of a row of the paths CSV, at the most: two URLs and a few words. */
const ROW_BYTES = 2_000;

/** Room in a file system, and what a release would take of it. */
export interface Room {
  /** The directories that lie there. */
  readonly directories: readonly string[];
  /** Bytes that may be written; absent where it cannot be told. */
  readonly free?: number;
  /** Bytes. */
  readonly needed: number;
}

/** Whether what a release writes locally has room. */
export async function diskFindings(
  config: Config,
  scan: DatasetScan,
): Promise<Finding[]> {
  const rooms = new Map<string, Room>();
  for (const [directory, needed] of needs(config, scan)) {
    const { id, free } = await fileSystemOf(directory);
    const room = rooms.get(id);
    rooms.set(id, {
      directories: [...room?.directories ?? [], directory],
      free,
      needed: needed + (room?.needed ?? 0),
    });
  }
  return [...rooms.values()].map(roomFinding);
}

/** Whether there is room enough. */
export function roomFinding({ directories, free, needed }: Room): Finding {
  const title = "Disk space";
  const place = directories.join(" and ");
  const need = `at most ${formatBytes(needed)} needed`;
  if (free === undefined) {
    return {
      ok: "unknown",
      title,
      detail: `cannot be told of ${place}; ${need}`,
    };
  }
  const detail = `${formatBytes(free)} free for ${place}, ${need}`;
  return free >= needed ? { ok: true, title, detail } : {
    ok: false,
    title,
    detail,
    remedy: "Free some space, or name other directories in the config",
  };
}

/** What each directory has to hold in addition to what it holds. */
function needs(
  config: Config,
  { packings, figures, bytes }: DatasetScan,
): [directory: string, bytes: number][] {
  // Files are replaced by new ones, which are complete before the old ones go.
  const updates = config.update_simularium_files
    ? config.max_workers * bytes.largestPacking
    : 0;
  const thumbnails = config.generate_thumbnails ? figures * bytes.thumbnail : 0;
  return [
    [config.data_dir, bytes.inverted + updates],
    [config.results_dir, thumbnails + packings * ROW_BYTES],
  ];
}

/** The file system of a directory, or of where it would be made. */
async function fileSystemOf(
  directory: string,
): Promise<{ id: string; free?: number }> {
  let path = resolve(directory);
  for (;;) {
    try {
      const { dev } = await Deno.stat(path);
      const { bavail, bsize } = await statfs(path);
      return { id: `${dev}`, free: bavail * bsize };
    } catch (error) {
      const parent = dirname(path);
      if (error instanceof Deno.errors.NotFound && parent !== path) {
        path = parent;
      } else if (error instanceof Error && "code" in error) {
        return { id: directory }; // The system does not tell.
      } else throw error;
    }
  }
}
