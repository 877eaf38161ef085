/** Width and height of a picture, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * How large a figure is shown: its longer edge has `longEdge` pixels, the
 * shorter one what keeps the proportions, at least one.
 */
export function displaySize(
  { width, height }: Size,
  longEdge: number,
): Size {
  const scale = longEdge / Math.max(width, height);
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
