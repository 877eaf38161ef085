import assert from "node:assert/strict";
import { join } from "@std/path";
import {
  renderThumbnail,
  type ThumbnailJob,
} from "../../lib/thumbnail/render.ts";
import { encodeOmeTiff, type OmeTiffOptions } from "../fixture/ome_tiff.ts";
import { tempDir } from "../fixture/temp_dir.ts";
import { type DecodedPng, decodePng } from "./decode_png.ts";

/** The channels of cellPACK's figures of peroxisomes. */
export const CHANNELS = ["membrane", "nucleus", "membrane_interior_peroxisome"];

/** A job without its figure; the size is that of `FIGURE` itself. */
export const STYLE: Omit<ThumbnailJob, "figure"> = {
  structureName: "peroxisome",
  colors: {
    membrane: [1, 0.5, 0.2],
    nucleus: [0, 1, 0],
    structure: [0.2, 0.4, 1],
  },
  pixelSizeUm: 0.1,
  size: 37,
  fingerprint: "f".repeat(64),
};

/** A figure that differs in every direction, and more than one strip or tile high and wide. */
export const FIGURE: OmeTiffOptions = {
  width: 37,
  height: 21,
  sizeZ: 3,
  channels: CHANNELS,
  bits: 8,
  data: (x, y, z, c, t) =>
    (x * 29 + y * 53 + z * 71 + c * 97 + t * 31 + x * y * z * (c + 1)) % 113,
};

/** Renders a figure of these bytes. */
export async function renderBytes(
  bytes: Uint8Array,
  style: Partial<ThumbnailJob> = {},
): Promise<Uint8Array> {
  await using dir = await tempDir();
  const figure = join(dir.path, "figure.ome.tiff");
  await Deno.writeFile(figure, bytes);
  return renderThumbnail({ ...STYLE, ...style, figure });
}

/** Renders a figure, at its own size unless told otherwise, and decodes the thumbnail. */
export async function renderPixels(
  options: OmeTiffOptions,
  style: Partial<ThumbnailJob> = {},
): Promise<DecodedPng> {
  const size = Math.max(options.width, options.height);
  return decodePng(
    await renderBytes(encodeOmeTiff(options), { size, ...style }),
  );
}

/**
 * The pixels that the design asks for, from a figure's values at the first
 * time point and without a scale bar.
 */
export function expectedPixels(
  { width, height, sizeZ, data }: OmeTiffOptions,
  channels: readonly number[] = [0, 1, 2],
): Uint8Array {
  const rgba = new Uint8Array(width * height * 4);
  const { membrane, nucleus, structure } = STYLE.colors;
  const projection = (x: number, y: number, c: number) =>
    Math.max(...Array.from({ length: sizeZ }, (_, z) => data(x, y, z, c, 0)));
  const pixels = Array.from({ length: width * height }, (_, i) => i);
  for (const [layer, color] of [membrane, nucleus, structure].entries()) {
    const values = pixels.map((i) =>
      projection(i % width, Math.floor(i / width), channels[layer]!)
    );
    const maximum = Math.max(...values);
    for (const [i, value] of values.entries()) {
      rgba[4 * i + 3] = 255;
      const y = height - 1 - Math.floor(i / width);
      if (value / maximum > 0.7) {
        const pixel = color.map((part) =>
          Math.round(value / maximum * part * 255)
        );
        rgba.set(pixel, 4 * (y * width + i % width));
      }
    }
  }
  return rgba;
}

/**
 * Compares bytes and names the first that differs: `deepEqual` needs gigabytes
 * for the difference between two pictures.
 */
export function assertSameBytes(
  actual: Uint8Array,
  expected: Uint8Array,
): void {
  assert.equal(actual.length, expected.length, "length");
  const at = actual.findIndex((byte, index) => byte !== expected[index]);
  if (at >= 0) assert.equal(actual[at], expected[at], `byte ${at}`);
}
