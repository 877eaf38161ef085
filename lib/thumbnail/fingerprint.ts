import { createHash } from "node:crypto";
import type { Color } from "./paint.ts";

/** Raised whenever the same inputs give other pixels than before. */
const RENDERER_VERSION = 2;

/** The colours of the three channels that a thumbnail shows. */
export interface ThumbnailColors {
  readonly membrane: Color;
  readonly nucleus: Color;
  readonly structure: Color;
}

/** All that decides what a thumbnail looks like. */
export interface ThumbnailInputs {
  /** MD5 of the OME-TIFF in hex. */
  readonly figureMd5: string;
  readonly structureName: string;
  readonly colors: ThumbnailColors;
  /** Micrometres. */
  readonly pixelSizeUm: number;
  /** Pixels of the thumbnail's longer edge. */
  readonly size: number;
}

/** SHA-256, in hex, of what a thumbnail is made of and of how it is made. */
export function thumbnailFingerprint(inputs: ThumbnailInputs): string {
  const { figureMd5, structureName, colors, pixelSizeUm, size } = inputs;
  const { membrane, nucleus, structure } = colors;
  return createHash("sha256").update(JSON.stringify([
    RENDERER_VERSION,
    figureMd5,
    structureName,
    [membrane, nucleus, structure],
    pixelSizeUm,
    size,
  ])).digest("hex");
}
