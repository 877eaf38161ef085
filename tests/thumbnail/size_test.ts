import assert from "node:assert/strict";
import type { OmeTiffOptions } from "../fixture/ome_tiff.ts";
import { type DecodedPng, hexRows } from "./decode_png.ts";
import {
  assertSameBytes,
  CHANNELS,
  expectedPixels,
  FIGURE,
  renderPixels,
} from "./figures.ts";

const BLANK: OmeTiffOptions = { ...FIGURE, sizeZ: 1, data: () => 0 };

Deno.test("a small figure is enlarged by nearest neighbour", async () => {
  const { width, height, rgba } = await renderPixels(FIGURE, { size: 100 });
  // 21 · 100 / 37 = 56.76
  assert.deepEqual([width, height], [100, 57]);
  const original = expectedPixels(FIGURE);
  const expected = new Uint8Array(100 * 57 * 4);
  for (let y = 0; y < 57; y++) {
    for (let x = 0; x < 100; x++) {
      const column = Math.floor((x + 0.5) / 100 * 37);
      const row = Math.floor((y + 0.5) / 57 * 21);
      const from = 4 * (row * 37 + column);
      expected.set(original.subarray(from, from + 4), 4 * (y * 100 + x));
    }
  }
  assertSameBytes(rgba, expected);
});

for (
  const [width, height, size, shown] of [
    [1, 1, 16, [16, 16]],
    [1, 1, 512, [512, 512]],
    [3, 1, 512, [512, 171]],
    [1, 700, 512, [1, 512]],
    [5000, 2, 512, [512, 1]],
  ] as const
) {
  Deno.test(`a figure of ${width} × ${height} pixels fills ${shown.join(" × ")}`, async () => {
    const figure = { ...FIGURE, width, height, sizeZ: 1, data: () => 9 };
    const picture = await renderPixels(figure, { size });
    assert.deepEqual([picture.width, picture.height], shown);
    // The structure's colour is over the others.
    const colors = new Set(hexRows(picture).join(" ").split(" "));
    assert.deepEqual([...colors], ["#3366ff"]);
  });
}

Deno.test("lines of one pixel outlive a figure's being made smaller", async () => {
  // Every 50th column is membrane, every 50th row nucleus, one pixel structure.
  const figure: OmeTiffOptions = {
    ...BLANK,
    width: 1000,
    height: 500,
    channels: CHANNELS,
    data: (x, y, _z, c) =>
      c === 0
        ? Number(x % 50 === 0)
        : c === 1
        ? Number(y % 50 === 0)
        : Number(x === 777 && y === 333),
  };
  const rows = hexRows(await renderPixels(figure, { size: 100 }));
  // Ten pixels become one; the figure's first row is at the bottom.
  const expected = Array.from(
    { length: 50 },
    (_, y) =>
      Array.from({ length: 100 }, (_, x): string => {
        if (x === 77 && 49 - y === 33) return "#3366ff";
        if ((49 - y) % 5 === 0) return "#00ff00";
        return x % 5 === 0 ? "#ff8033" : "#000000";
      }),
  );
  // A bar of 5 µm at 0.1 µm a pixel: columns 940 to 989, rows 487 to 489.
  expected[48]!.fill("#ffffff", 94, 99);
  assert.deepEqual(rows, expected.map((row) => row.join(" ")));
});

Deno.test("what is painted is decided by the values of the figure, not of its thumbnail", async () => {
  // 8 of 10 is above 0.7 though its neighbours are black; 7 of 10 is not.
  const figure: OmeTiffOptions = {
    ...BLANK,
    width: 64,
    height: 1,
    data: (x, _y, _z, c) => c > 0 ? 0 : ({ 0: 10, 9: 8, 30: 7 })[x] ?? 0,
  };
  const [row] = hexRows(await renderPixels(figure, { size: 16 }));
  const expected = new Array<string>(16).fill("#000000");
  expected[0] = "#ff8033";
  expected[2] = "#cc6629";
  assert.equal(row, expected.join(" "));
});

for (
  const [width, height, pixelSizeUm, size, bar] of [
    // Bars of 46 × 3 pixels from (144, 187) on, times 2.56.
    [200, 200, 0.108, 512, [369, 479, 486, 486]],
    // 50 × 3 from (30, 27) on, times 3.
    [90, 40, 0.1, 270, [90, 81, 240, 90]],
    // 277 × 3 from (913, 1187), times 0.4267: 118 × 1 or 2.
    [1200, 1200, 0.018, 512, [390, 506, 508, 508]],
    // 46 × 3 from (144, 187), times 0.08: at least one pixel thick.
    [200, 200, 0.108, 16, [12, 14, 15, 15]],
    [25, 2000, 1, 20, [0, 19, 1, 20]],
  ] as const
) {
  Deno.test(`a scale bar for ${width} × ${height} pixels keeps its place and length at ${size}`, async () => {
    const picture = await renderPixels({ ...BLANK, width, height }, {
      pixelSizeUm,
      size,
    });
    assert.deepEqual(whiteBox(picture), bar);
  });
}

/** Left, top, right and bottom (both exclusive) of the white pixels, which fill them. */
function whiteBox(picture: DecodedPng): number[] {
  const white = hexRows(picture).flatMap((row, y) =>
    row.split(" ").flatMap((color, x) => color === "#ffffff" ? [{ x, y }] : [])
  );
  const xs = white.map(({ x }) => x), ys = white.map(({ y }) => y);
  const box = [
    Math.min(...xs),
    Math.min(...ys),
    Math.max(...xs) + 1,
    Math.max(...ys) + 1,
  ];
  const [left, top, right, bottom] = box as [number, number, number, number];
  assert.equal(white.length, (right - left) * (bottom - top));
  return box;
}
