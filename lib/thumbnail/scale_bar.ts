import type { Size } from "./display_size.ts";
import type { Picture } from "./paint.ts";

const LENGTH_UM = 5, THICKNESS = 3, MARGIN = 10;

/**
 * Draws a white 5 µm scale bar at the bottom right: at the scale of the figure
 * 3 pixels thick and 10 from the edges, then resized as the picture was, but
 * never to nothing. None where it would not fit with those margins on all sides.
 *
 * @param figure The size that `pixelSizeUm` is about.
 */
export function drawScaleBar(
  { width, height, rgba }: Picture,
  figure: Size,
  pixelSizeUm: number,
): void {
  const length = Math.floor(LENGTH_UM / pixelSizeUm);
  if (length < 1 || length + 2 * MARGIN > figure.width) return;
  if (THICKNESS + 2 * MARGIN > figure.height) return;
  const [left, right] = scaled(length, figure.width, width);
  const [top, bottom] = scaled(THICKNESS, figure.height, height);
  for (let y = top; y < bottom; y++) {
    rgba.fill(255, (y * width + left) * 4, (y * width + right) * 4);
  }
}

/** Where a bar begins and ends along an edge of the picture. */
function scaled(
  bar: number,
  figureEdge: number,
  edge: number,
): [start: number, end: number] {
  // A pixel belongs to the bar if its centre does, as in nearest neighbour.
  const resized = (at: number) => Math.ceil(at * edge / figureEdge - 0.5);
  const end = Math.max(1, resized(figureEdge - MARGIN));
  const start = resized(figureEdge - MARGIN - bar);
  return [Math.min(start, end - 1), end];
}
