import type { Size } from "./display_size.ts";
import type { Picture } from "./paint.ts";

/**
 * Makes a picture larger by nearest neighbour: each new pixel has the colour
 * that the picture has at its centre.
 *
 * `imagescript`'s resize takes twice as long, and where a rounding error of a
 * factor decides it takes the pixel beside.
 */
export function enlarge(picture: Picture, to: Size): Picture {
  const { width, height } = picture;
  if (to.width === width && to.height === height) return picture;
  const pixels = new Uint32Array(picture.rgba.buffer);
  const enlarged = new Uint32Array(to.width * to.height);
  const columns = Uint32Array.from(
    { length: to.width },
    (_, x) => nearest(x, width, to.width),
  );
  let copied = -1;
  for (let y = 0; y < to.height; y++) {
    const row = nearest(y, height, to.height);
    const start = y * to.width;
    if (row === copied) {
      enlarged.copyWithin(start, start - to.width, start);
      continue;
    }
    for (let x = 0; x < to.width; x++) {
      enlarged[start + x] = pixels[row * width + columns[x]!]!;
    }
    copied = row;
  }
  return { ...to, rgba: new Uint8ClampedArray(enlarged.buffer) };
}

/** Which of `length` pixels lies under the centre of a pixel out of `newLength`. */
function nearest(index: number, length: number, newLength: number): number {
  return Math.floor((2 * index + 1) * length / (2 * newLength));
}
