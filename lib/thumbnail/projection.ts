import type { Figure } from "./figure.ts";
import { raiseBytes } from "./raise_bytes.ts";
import type { Block } from "./tiff/blocks.ts";
import type { Samples } from "./tiff/samples.ts";

/**
 * Maximum intensity projections over Z, one for each given channel, row by
 * row. Values below zero count as zero; NaN and the infinities count as absent.
 *
 * @throws {FormatError} if pixels are damaged.
 */
export function projectMaxima(
  figure: Figure,
  channels: readonly number[],
): Samples[] {
  const { width, sizeZ } = figure.info;
  const projections = channels.map(() => figure.newPlane());
  for (let z = 0; z < sizeZ; z++) {
    for (const { channel, block } of figure.blocks(z, channels)) {
      raise(projections[channels.indexOf(channel)]!, width, block);
    }
  }
  return projections;
}

function raise(projection: Samples, width: number, block: Block): void {
  const { columns, rows, values, first, rowStride, columnStride } = block;
  const start = block.top * width;
  if (
    projection instanceof Uint8Array && values instanceof Uint8Array &&
    columns === width && rowStride === width && start % 4 === 0 &&
    values.byteOffset % 4 === 0
  ) {
    raiseBytes(projection.subarray(start), values);
    return;
  }
  for (let row = 0; row < rows; row++) {
    const from = first + row * rowStride;
    const to = (block.top + row) * width + block.left;
    // Indices by multiplication: stepping them by += took three times as long.
    for (let i = 0; i < columns; i++) {
      const value = values[from + i * columnStride]!;
      // False for NaN, whichever way round.
      if (value > projection[to + i]! && value < Infinity) {
        projection[to + i] = value;
      }
    }
  }
}
