import type { Size } from "./display_size.ts";

/**
 * Makes a plane smaller: each of its new pixels is the largest of those that
 * fall into it. Picking one of them, as nearest neighbour does, would lose
 * membranes and spheres that are a pixel or two wide; a mean would dim them
 * below the threshold of what is painted. A projection is a maximum already,
 * so this is one over a little more, and no value comes out that did not go in.
 *
 * @param values Row by row, none below zero.
 */
export function shrink(
  values: ArrayLike<number>,
  from: Size,
  to: Size,
): ArrayLike<number> {
  if (to.width === from.width && to.height === from.height) return values;
  const shrunk = new Float64Array(to.width * to.height);
  const columns = Uint32Array.from(
    { length: from.width },
    (_, x) => Math.floor(x * to.width / from.width),
  );
  for (let y = 0; y < from.height; y++) {
    const row = Math.floor(y * to.height / from.height) * to.width;
    for (let x = 0; x < from.width; x++) {
      const value = values[y * from.width + x]!;
      const at = row + columns[x]!;
      if (value > shrunk[at]!) shrunk[at] = value;
    }
  }
  return shrunk;
}
