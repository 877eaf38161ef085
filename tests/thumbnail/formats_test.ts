import type { OmeTiffOptions } from "../fixture/ome_tiff.ts";
import {
  assertSameBytes,
  expectedPixels,
  FIGURE,
  renderPixels,
} from "./figures.ts";

const TABLE: Record<string, Partial<OmeTiffOptions>> = {
  "8 bits": {},
  "16 bits": { bits: 16, data: scaled(500) },
  "32 bits": { bits: 32, data: scaled(30_000_000) },
  "signed 8 bits": { signed: true, data: scaled(1, -20) },
  "signed 16 bits": { bits: 16, signed: true, data: scaled(300, -9000) },
  "signed 32 bits": { bits: 32, signed: true, data: scaled(1e7, -5e8) },
  "floats": { bits: 32, float: true, data: scaled(0.0625, -1) },
  "half floats": { bits: 16, float: true, data: scaled(0.0625) },
  "big-endian": { bits: 16, bigEndian: true, data: scaled(500) },
  "big-endian floats": { bits: 32, float: true, bigEndian: true },
  "BigTIFF": { bigTiff: true },
  "big-endian BigTIFF": { bigTiff: true, bigEndian: true, bits: 32 },
  "many strips": { rowsPerStrip: 2 },
  "strips of a height that does not divide": { rowsPerStrip: 4, bits: 16 },
  "many big-endian strips": { rowsPerStrip: 1, bigEndian: true },
  "tiles": { tiled: true },
  "one pixel": { width: 1, height: 1, sizeZ: 1, data: scaled(1, 1) },
  "one pixel in a tile": { width: 1, height: 1, tiled: true, bits: 16 },
  "a width of whole words": { width: 40 },
  "deflate, a width of whole words": { width: 40, compression: "deflate" },
  "strips of whole words": { width: 40, rowsPerStrip: 4 },
  "deflate": { compression: "deflate" },
  "LZW": { compression: "lzw" },
  "LZW of more than one table": { compression: "lzw", ...large() },
  "PackBits": { compression: "packbits", bits: 16 },
  "Zstandard": { compression: "zstd" },
  "deflate in tiles": { compression: "deflate", tiled: true, bits: 16 },
  "differences": { predictor: true, compression: "lzw" },
  "differences of 16 bits": {
    predictor: true,
    compression: "deflate",
    bits: 16,
    data: scaled(500),
  },
  "big-endian differences": {
    predictor: true,
    compression: "deflate",
    bits: 16,
    bigEndian: true,
    data: scaled(500),
  },
  "differences of 32 bits in tiles": {
    predictor: true,
    compression: "zstd",
    bits: 32,
    tiled: true,
    data: scaled(30_000_000),
  },
  "differences of floats": {
    predictor: true,
    compression: "deflate",
    bits: 32,
    float: true,
    data: scaled(0.0625, -1),
  },
  "big-endian differences of floats": {
    predictor: true,
    compression: "lzw",
    bits: 32,
    float: true,
    bigEndian: true,
    data: scaled(0.0625, -1),
  },
  "interleaved channels": { interleaved: true, bits: 16 },
  "interleaved channels in tiles, differences": {
    interleaved: true,
    tiled: true,
    predictor: true,
    compression: "deflate",
  },
  "planar channels": { planar: true, rowsPerStrip: 5 },
  "planar channels in tiles, differences": {
    planar: true,
    tiled: true,
    predictor: true,
    compression: "lzw",
  },
  "interleaved channels without OME-XML": { interleaved: true, omeXml: false },
};

for (const [name, options] of Object.entries(TABLE)) {
  Deno.test(`reads ${name}`, async () => {
    const figure = { ...FIGURE, ...options };
    const { rgba } = await renderPixels(figure);
    assertSameBytes(rgba, expectedPixels(figure));
  });
}

function scaled(factor: number, shift = 0): OmeTiffOptions["data"] {
  return (...at) => FIGURE.data(...at) * factor + shift;
}

/** More than 4,096 different pairs of bytes in a strip, too low for a scale bar. */
function large(): Partial<OmeTiffOptions> {
  return {
    width: 1000,
    height: 22,
    sizeZ: 1,
    data: (x, y, _z, c) => (x * x * 31 + y * 17 * x + c) % 251,
  };
}
