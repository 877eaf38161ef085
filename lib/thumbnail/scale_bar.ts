import type { Image } from "imagescript";
import type { Size } from "./display_size.ts";

const LENGTH_UM = 5, THICKNESS = 3, MARGIN = 10;
const WHITE = 0xffffffff;

/**
 * Draws a white 5 µm scale bar at the bottom right: at the scale of the figure
 * 3 pixels thick and 10 from the edges, then resized as the picture was, but
 * never to nothing. None where it would not fit with those margins on all sides.
 *
 * @param figure The size that `pixelSizeUm` is about.
 */
export function drawScaleBar(
  image: Image,
  figure: Size,
  pixelSizeUm: number,
): void {
  const length = Math.floor(LENGTH_UM / pixelSizeUm);
  if (length < 1 || length + 2 * MARGIN > figure.width) return;
  if (THICKNESS + 2 * MARGIN > figure.height) return;
  const [left, right] = scaled(length, figure.width, image.width);
  const [top, bottom] = scaled(THICKNESS, figure.height, image.height);
  // Its pixels are counted from 1.
  image.drawBox(left + 1, top + 1, right - left, bottom - top, WHITE);
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
