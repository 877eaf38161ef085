import { parse } from "@std/csv/parse";
import type { Config } from "../config/schema.ts";
import { pathsCsv } from "../dataset/layout.ts";
import { findPackings } from "../dataset/packings.ts";
import { keyOfPublicUrl } from "../dataset/public_url.ts";
import { FormatError } from "../errors.ts";
import { exists } from "../io/exists.ts";
import { readPacking } from "../plan/read_packing.ts";
import type { RemoteIndex } from "../store/remote_index.ts";
import type { Discrepancy } from "./verify.ts";

/**
 * Follows the release from its CSV to the packings and thumbnails, and from the
 * packings to their meshes, and reports what is not in the bucket. Reads the
 * local files, which are known to be what is published.
 */
export async function* checkClosure(
  config: Config,
  index: RemoteIndex,
): AsyncGenerator<Discrepancy> {
  yield* checkCsv(config, index);
  yield* checkMeshes(config, index);
}

async function* checkCsv(
  config: Config,
  index: RemoteIndex,
): AsyncGenerator<Discrepancy> {
  const path = pathsCsv(config);
  if (!await exists(path)) return;
  const text = await Deno.readTextFile(path);
  const rows = parse(text, { skipFirstRow: true });
  for (const [i, row] of rows.entries()) {
    for (const column of ["File Path", "Thumbnail"]) {
      const url = row[column];
      if (!url || isPublished(config, index, url)) continue;
      yield {
        subject: url,
        message: `is not in the bucket; row ${
          i + 1
        } of "${path}" names it as its ${column}`,
      };
    }
  }
}

async function* checkMeshes(
  config: Config,
  index: RemoteIndex,
): AsyncGenerator<Discrepancy> {
  for await (const found of findPackings(config)) {
    if (found.type !== "packing" || !index.has(found.packing.key)) continue;
    for (const { url } of await meshUrls(config, found.packing)) {
      if (url !== undefined && isPublished(config, index, url)) continue;
      yield {
        subject: url ?? "(no URL)",
        message:
          `is not in the bucket; "${found.packing.key}" shows it as a mesh`,
      };
    }
  }
}

async function meshUrls(
  config: Config,
  packing: Parameters<typeof readPacking>[1],
) {
  try {
    return (await readPacking(config, packing, false)).meshUrls;
  } catch (error) {
    // A file that is no .simularium was left out of the release.
    if (error instanceof FormatError) return [];
    throw error;
  }
}

function isPublished(
  config: Config,
  index: RemoteIndex,
  url: string,
): boolean {
  const key = keyOfPublicUrl(config.base_s3_url, url);
  // What is on another host is not this release's to check.
  return key === undefined ? /^https?:/i.test(url) : index.has(key);
}
