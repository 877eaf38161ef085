import { FormatError } from "../../errors.ts";
import { DECODERS } from "./decompress.ts";
import { blockGrid, blockRowBytes, blockRows, type Page } from "./page.ts";
import { type Samples, toSamples } from "./samples.ts";
import type { FileSource } from "./source.ts";

/** A decoded strip or tile: the part of it that lies inside the image. */
export interface Block {
  /** Where its first pixel is in the image. */
  readonly left: number;
  readonly top: number;
  /** Pixels. */
  readonly columns: number;
  readonly rows: number;
  readonly values: Samples;
  /** Where in `values` the first pixel of the wanted sample is. */
  readonly first: number;
  /** Values from a pixel to the one below, and to the one on its right. */
  readonly rowStride: number;
  readonly columnStride: number;
}

/*
 * Reading 60 × 3 planes of 200 × 200: `readRasters` of geotiff 3.0 170 ms, the
 * same over native inflate 160 ms, this way 5 ms.
 */

/**
 * Decodes a page strip by strip or tile by tile: of a planar page those of one
 * sample, of any other page all samples, side by side.
 *
 * @throws {FormatError} if a strip or tile does not decode to what it must hold.
 */
export function* readBlocks(
  source: FileSource,
  page: Page,
  sample: number,
): Generator<Block> {
  const { across, down } = blockGrid(page);
  const rowBytes = blockRowBytes(page);
  const columnStride = page.planar ? 1 : page.samples;
  let index = page.planar ? sample * across * down : 0;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++, index++) {
      const rows = blockRows(page, y);
      const bytes = readBlock(source, page, index, rows * rowBytes);
      const left = x * page.blockWidth;
      yield {
        left,
        top: y * page.blockHeight,
        columns: Math.min(page.blockWidth, page.width - left),
        rows,
        values: toSamples(bytes, {
          type: page.type,
          bigEndian: page.bigEndian,
          predictor: page.predictor,
          rowBytes,
          stride: columnStride,
        }),
        first: 0,
        rowStride: page.blockWidth * columnStride,
        columnStride,
      };
    }
  }
}

/** The first `needed` decoded bytes of a strip or tile, which may be padded to a whole one. */
function readBlock(
  source: FileSource,
  page: Page,
  index: number,
  needed: number,
): Uint8Array<ArrayBuffer> {
  const offset = page.offsets[index]!;
  const limit = blockRowBytes(page) * page.blockHeight;
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    const decode = DECODERS.get(page.compression)!;
    bytes = decode(source.read(offset, page.byteCounts[index]!), limit);
  } catch (error) {
    if (error instanceof FormatError) {
      throw new FormatError(error.message, offset);
    }
    throw error;
  }
  if (bytes.length < needed) {
    throw new FormatError(
      `pixels end too early: a strip or tile holds ${bytes.length} of ${needed} bytes`,
      offset,
    );
  }
  return bytes.subarray(0, needed);
}
