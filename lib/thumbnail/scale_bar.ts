import type { Picture } from "./paint.ts";

const LENGTH_UM = 5, THICKNESS = 3, MARGIN = 10;

/**
 * Draws a white 5 µm scale bar at the bottom right, 3 pixels thick and 10 from
 * the edges; nothing where it would not fit with those margins on all sides.
 */
export function drawScaleBar(picture: Picture, pixelSizeUm: number): void {
  const { width, height, rgba } = picture;
  const length = Math.floor(LENGTH_UM / pixelSizeUm);
  if (length < 1 || length + 2 * MARGIN > width) return;
  if (THICKNESS + 2 * MARGIN > height) return;
  const left = width - MARGIN - length;
  for (let y = height - MARGIN - THICKNESS; y < height - MARGIN; y++) {
    rgba.fill(255, (y * width + left) * 4, (y * width + left + length) * 4);
  }
}
