import assert from "node:assert/strict";
import { encodeOmeTiff, type OmeTiffOptions } from "../fixture/ome_tiff.ts";
import { decodePng, hexRows } from "./decode_png.ts";
import {
  assertSameBytes,
  CHANNELS,
  expectedPixels,
  FIGURE,
  renderBytes,
  renderPixels,
} from "./figures.ts";

/** `[channel][z][y][x]` */
type Volumes = number[][][][];

function figureOf(volumes: Volumes): OmeTiffOptions {
  return {
    width: volumes[0]![0]![0]!.length,
    height: volumes[0]![0]!.length,
    sizeZ: volumes[0]!.length,
    channels: CHANNELS,
    bits: 8,
    data: (x, y, z, c) => volumes[c]![z]![y]![x]!,
  };
}

Deno.test("projects, normalises, paints above 0.7 in order, and flips", async () => {
  const image = await renderPixels(figureOf([
    [
      [[10, 0, 0, 0], [8, 0, 0, 0], [0, 0, 0, 4]],
      [[0, 8, 7, 0], [0, 0, 0, 10], [0, 0, 0, 0]],
    ],
    [
      [[0, 200, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
      [[0, 100, 0, 0], [0, 0, 0, 0], [0, 0, 0, 150]],
    ],
    [
      [[36, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
      [[0, 0, 0, 0], [0, 0, 50, 0], [0, 0, 0, 0]],
    ],
  ]));
  // Maxima 10, 200 and 50. 7/10 is not above 0.7, and 4/10 is far below.
  // 8/10 of the membrane's colour: 204, 102, 40.8; all of it: 255, 127.5, 51.
  // 150/200 of the nucleus: 191.25. 36/50 of the structure: 36.7, 73.4, 183.6,
  // over the membrane; the nucleus covers the membrane's 8 in the same way.
  assert.deepEqual(hexRows(image), [
    "#000000 #000000 #000000 #00bf00",
    "#cc6629 #000000 #3366ff #ff8033",
    "#2549b8 #00ff00 #000000 #000000",
  ]);
});

Deno.test("a channel that is empty is not painted", async () => {
  const image = await renderPixels(figureOf([
    [[[0, 0]]],
    [[[0, 9]]],
    [[[0, 0]]],
  ]));
  assert.deepEqual(hexRows(image), ["#000000 #00ff00"]);
});

Deno.test("negative values, NaN and infinities are never painted", async () => {
  const values = [
    [-5, NaN, 2, Infinity],
    [-9, -1, -Infinity, -3],
    [NaN, NaN, NaN, 0.25],
  ];
  const image = await renderPixels({
    width: 4,
    height: 1,
    sizeZ: 1,
    channels: CHANNELS,
    bits: 32,
    float: true,
    data: (x, _y, _z, c) => values[c]![x]!,
  });
  assert.deepEqual(hexRows(image), ["#000000 #000000 #ff8033 #3366ff"]);
});

Deno.test("the scale bar is 5 µm long, 3 pixels thick, 10 from the edges", async () => {
  const blank = { ...FIGURE, width: 90, height: 40, data: () => 0 };
  const rows = hexRows(await renderPixels(blank, { pixelSizeUm: 0.108 }));
  // floor(5 / 0.108) = 46, so columns 34 to 79; rows 27 to 29.
  const black = new Array<string>(90).fill("#000000");
  const bar = black.slice().fill("#ffffff", 34, 80).join(" ");
  const expected = new Array<string>(40).fill(black.join(" "))
    .fill(bar, 27, 30);
  assert.deepEqual(rows, expected);
});

for (
  const [width, height, pixelSizeUm, fits] of [
    [70, 23, 0.1, true],
    [69, 23, 0.1, false],
    [70, 22, 0.1, false],
    [200, 200, 0.02, false],
    [200, 200, 5, true],
    [200, 200, 5.1, false],
  ] as const
) {
  Deno.test(`a scale bar at ${pixelSizeUm} µm ${fits ? "fits" : "does not fit"} into ${width} × ${height}`, async () => {
    const blank = { ...FIGURE, width, height, sizeZ: 1, data: () => 0 };
    const { rgba } = await renderPixels(blank, { pixelSizeUm });
    const white = rgba.filter((value) => value === 255).length -
      width * height;
    assert.equal(white, fits ? 3 * 3 * Math.floor(5 / pixelSizeUm) : 0);
  });
}

for (
  const dimensionOrder of [
    "XYZCT",
    "XYZTC",
    "XYCTZ",
    "XYCZT",
    "XYTCZ",
    "XYTZC",
  ] as const
) {
  Deno.test(`pages in ${dimensionOrder} give the first time point's picture`, async () => {
    const options = { ...FIGURE, sizeT: 2, dimensionOrder };
    const { rgba } = await renderPixels(options);
    assertSameBytes(rgba, expectedPixels(options));
  });
}

Deno.test("channels are found by name, and a fourth one is left alone", async () => {
  const channels = [
    "nucleus",
    "membrane_interior_ER",
    "membrane_interior_peroxisome",
    "membrane",
  ];
  const options = { ...FIGURE, channels };
  const { rgba } = await renderPixels(options);
  assertSameBytes(rgba, expectedPixels(options, [3, 0, 2]));
});

Deno.test("the same inputs give the same bytes, without any time of day", async () => {
  const figure = encodeOmeTiff(FIGURE);
  const first = await renderBytes(figure);
  assertSameBytes(await renderBytes(figure), first);
  assert.deepEqual(decodePng(first).chunks, ["IHDR", "tEXt", "IDAT", "IEND"]);
});
