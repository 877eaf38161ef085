import { FormatError } from "../errors.ts";
import type { Axis, OmePixels } from "./ome.ts";

/** Where a plane is: the page, and the value of each pixel there. */
export interface Plane {
  readonly page: number;
  readonly sample: number;
}

/**
 * The planes of the first time point, `[z][channel]`.
 *
 * @param samples Values of a pixel of a page: a page with several holds as
 * many neighbouring channels.
 * @param pageCount Pages of the file.
 * @throws {FormatError} if a plane has no page.
 */
export function locatePlanes(
  ome: OmePixels,
  samples: number,
  pageCount: number,
): Plane[][] {
  if (ome.sizeC % samples !== 0) {
    throw new FormatError(
      `its OME-XML has ${ome.sizeC} channels, its pages ${samples} samples`,
    );
  }
  const sizes = { Z: ome.sizeZ, C: ome.sizeC / samples, T: ome.sizeT };
  if (sizes.Z * sizes.C > pageCount) {
    throw new FormatError(
      `its OME-XML describes ${
        sizes.Z * sizes.C
      } planes, but the file has ${pageCount} pages`,
    );
  }
  const [fast, middle, slow] = ome.order as [Axis, Axis, Axis];
  const indexOf = (at: Readonly<Record<Axis, number>>): number =>
    at[fast] + sizes[fast] * (at[middle] + sizes[middle] * at[slow]);
  const runs = ome.tiffData.map(({ ifd, first, count = Infinity }) => {
    const start = indexOf({ ...first, C: Math.floor(first.C / samples) });
    return { start, end: start + count, shift: ifd - start };
  });
  const pageOf = (z: number, c: number): number => {
    const index = indexOf({ Z: z, C: c, T: 0 });
    const run = runs.findLast(({ start, end }) =>
      start <= index && index < end
    );
    const page = run && index + run.shift;
    if (page !== undefined && page < pageCount) return page;
    throw new FormatError(`no page of it holds plane ${z} of channel ${c}`);
  };
  const count = (length: number) => Array.from({ length }, (_, i) => i);
  return count(sizes.Z).map((z) =>
    count(sizes.C).flatMap((c) => {
      const page = pageOf(z, c);
      return count(samples).map((sample) => ({ page, sample }));
    })
  );
}
