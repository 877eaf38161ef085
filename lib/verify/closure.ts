import { parse } from "@std/csv/parse";
import { mapConcurrent } from "../concurrency.ts";
import type { Config } from "../config/config.ts";
import { pathsCsv } from "../dataset/layout.ts";
import { findPackings, type Packing } from "../dataset/packings.ts";
import { keyOfPublicUrl } from "../dataset/public_url.ts";
import { FormatError } from "../errors.ts";
import { exists } from "../io/exists.ts";
import { ioReason } from "../io/reason.ts";
import { readPacking } from "../plan/read_packing.ts";
import type { RemoteIndex } from "../store/remote_index.ts";
import type { Discrepancy } from "./verify.ts";

/** How many files are read at a time. */
const FILES_AT_A_TIME = 16;

/**
 * Follows the release from its CSV to the packings and thumbnails, and from the
 * packings to their meshes, and reports what is not in the bucket. Reads the
 * local files, which are known to be what is published.
 */
export async function* checkClosure(
  config: Config,
  index: RemoteIndex,
  signal?: AbortSignal,
): AsyncGenerator<Discrepancy> {
  yield* checkCsv(config, index);
  const checks = mapConcurrent(
    publishedPackings(config, index),
    FILES_AT_A_TIME,
    async (packing) => {
      signal?.throwIfAborted();
      return await checkMeshes(config, index, packing);
    },
  );
  for await (const discrepancies of checks) yield* discrepancies;
}

async function* checkCsv(
  config: Config,
  index: RemoteIndex,
): AsyncGenerator<Discrepancy> {
  const path = pathsCsv(config);
  if (!exists(path)) return;
  for (const [i, row] of parseRows(await Deno.readTextFile(path)).entries()) {
    for (const column of ["File Path", "Thumbnail"]) {
      const url = row[column];
      if (!url || isPublished(config, index, url)) continue;
      const message = `is not in the bucket; row ${
        i + 1
      } of "${path}" names it as its ${column}`;
      yield { subject: url, message };
    }
  }
}

/** No rows where the text is no CSV: then it is not the one that was planned, which is reported. */
function parseRows(text: string): Record<string, string | undefined>[] {
  try {
    return parse(text, { skipFirstRow: true });
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

async function* publishedPackings(
  config: Config,
  index: RemoteIndex,
): AsyncGenerator<Packing> {
  for (const found of findPackings(config)) {
    if (found.type !== "packing") continue;
    if (index.has(found.packing.key)) yield found.packing;
  }
}

async function checkMeshes(
  config: Config,
  index: RemoteIndex,
  packing: Packing,
): Promise<Discrepancy[]> {
  try {
    const { meshUrls } = await readPacking(config, packing, false);
    return meshUrls
      .filter(({ url }) =>
        url === undefined || !isPublished(config, index, url)
      )
      .map(({ url }) => ({
        subject: url ?? "(no URL)",
        message: `is not in the bucket; "${packing.key}" shows it as a mesh`,
      }));
  } catch (error) {
    const reason = error instanceof FormatError
      ? error.message
      : ioReason(error);
    if (reason === undefined) throw error;
    const message = `cannot be checked for missing meshes: ${reason}`;
    return [{ subject: packing.path, message }];
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
