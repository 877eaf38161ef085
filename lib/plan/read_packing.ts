import type { Config } from "../config/schema.ts";
import { meshKey } from "../dataset/layout.ts";
import type { Packing } from "../dataset/packings.ts";
import { publicUrl } from "../dataset/public_url.ts";
import { readChunks } from "../io/chunks.ts";
import { readSimularium, type SimulariumReading } from "../simularium/read.ts";
import { wantedValues } from "../simularium/wanted.ts";

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
  const reading = await readSimularium(
    readChunks(packing.path),
    (entry) => update ? wantedValues(entry, style) : {},
  );
  const meshUrls = reading.summary.entries.flatMap((entry) => {
    const wanted = update ? wantedValues(entry, style).url : undefined;
    return wanted !== undefined || entry.displayType === "OBJ"
      ? [{
        path: `typeMapping.${entry.id}.geometry.url`,
        url: wanted ?? entry.url,
      }]
      : [];
  });
  return { ...reading, meshUrls };
}
