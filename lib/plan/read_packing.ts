import { type FileCache, NO_CACHE } from "../cache/file_cache.ts";
import type { Config } from "../config/config.ts";
import { meshKey } from "../dataset/layout.ts";
import type { Packing } from "../dataset/packings.ts";
import { publicUrl } from "../dataset/public_url.ts";
import { readChunks } from "../io/chunks.ts";
import type { Digest } from "../io/digest.ts";
import { cutOf } from "../io/digester.ts";
import { sha256Hex } from "../manifest/sha256.ts";
import {
  changesOf,
  valuePath,
  type WantedValues,
  withChanges,
} from "../simularium/edits.ts";
import { readSimularium, type SimulariumReading } from "../simularium/read.ts";
import type { TypeMappingEntry } from "../simularium/type_mapping.ts";
import { meshKind, wantedValues } from "../simularium/wanted.ts";

/** A `.simularium` file as it is, and as it will be published. */
export interface PackingReading extends SimulariumReading {
  /** The URL of every mesh entry as it will be, with its place in the file. */
  readonly meshUrls: readonly {
    readonly path: string;
    readonly url?: string;
  }[];
}

/** @param update Whether the plan updates the file before it is published. */
export async function readPacking(
  config: Config,
  packing: Packing,
  update: boolean,
  cache: FileCache = NO_CACHE,
): Promise<PackingReading> {
  const { structure, cellId } = packing;
  const style = {
    cellId,
    structureName: structure.structure_name,
    structureColor: structure.color,
    channelColors: config.base_channel_colors,
    meshUrl: (name: string) =>
      publicUrl(config.base_s3_url, meshKey(structure.structure_id, name)),
  };
  const reading = await readCached(
    packing.path,
    (entry) => update ? wantedValues(entry, style) : {},
    cache,
  );
  const meshUrls = reading.summary.entries
    .filter((entry) =>
      entry.displayType === "OBJ" || update && meshKind(entry) !== undefined
    )
    .map((entry) => ({
      path: valuePath(entry, "url"),
      url: withChanges(entry, reading.changes).url,
    }));
  return { ...reading, meshUrls };
}

/** The same as {@linkcode readSimularium}, without reading what is known already. */
async function readCached(
  path: string,
  wanted: (entry: TypeMappingEntry) => WantedValues,
  cache: FileCache,
): Promise<SimulariumReading> {
  let reading: SimulariumReading | undefined;
  const read = async (size: number) =>
    reading ??= await readSimularium(
      readChunks(path, { size }),
      wanted,
      cutOf(size),
    );
  const { size, summary, digest } = await cache.remember<KnownFile>(
    "simularium",
    path,
    async (bytes) => {
      const { size, summary, splices, projected } = await read(bytes);
      return {
        size,
        summary,
        ...splices.length === 0 && { digest: projected },
      };
    },
  );
  const changes = changesOf(summary.entries, wanted);
  if (changes.length === 0 && digest) {
    return { size, summary, changes, splices: [], projected: digest };
  }
  const edit = await cache.remember<KnownEdit>(
    `simularium with ${sha256Hex(JSON.stringify(changes))}`,
    path,
    async (bytes) => {
      const { splices, projected } = await read(bytes);
      return { splices, projected };
    },
  );
  return { size, summary, changes, ...edit };
}

/** What does not depend on the edit. */
interface KnownFile extends Pick<SimulariumReading, "size" | "summary"> {
  /** Of the file as it is; known if nothing was to be edited when it was read. */
  readonly digest?: Digest;
}

type KnownEdit = Pick<SimulariumReading, "splices" | "projected">;
