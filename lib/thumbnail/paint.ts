import type { Size } from "./display_size.ts";

/** Red, green, blue, each 0–1. */
export type Color = readonly [number, number, number];

/** A channel's projection and the colour it is painted in. */
export interface Layer {
  readonly projection: ArrayLike<number>;
  readonly color: Color;
}

/** An image of opaque pixels, red, green, blue and alpha in turn, row by row. */
export interface Picture extends Size {
  readonly rgba: Uint8ClampedArray;
}

/** Of a channel's maximum: fainter pixels are not painted. */
const THRESHOLD = 0.7;

/**
 * Paints layers over each other on black, upside down: the first row of a
 * figure is at the bottom. A pixel is the channel's value, as a share of its
 * maximum, times the colour; a channel whose maximum is 0 is not painted.
 */
export function paint(
  layers: readonly Layer[],
  { width, height }: Size,
): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let alpha = 3; alpha < rgba.length; alpha += 4) rgba[alpha] = 255;
  for (const { projection, color: [red, green, blue] } of layers) {
    const maximum = largest(projection);
    for (let y = 0; y < height; y++) {
      let to = (height - 1 - y) * width * 4;
      for (let from = y * width; from < (y + 1) * width; from++, to += 4) {
        const intensity = projection[from]! / maximum;
        // False as well for 0 / 0.
        if (!(intensity > THRESHOLD)) continue;
        rgba[to] = Math.round(intensity * red * 255);
        rgba[to + 1] = Math.round(intensity * green * 255);
        rgba[to + 2] = Math.round(intensity * blue * 255);
      }
    }
  }
  return { width, height, rgba };
}

function largest(values: ArrayLike<number>): number {
  let maximum = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i]! > maximum) maximum = values[i]!;
  }
  return maximum;
}
