import assert from "node:assert/strict";
import { FormatError } from "../../lib/errors.ts";
import { inspectFigure } from "../../lib/thumbnail/figure.ts";
import { encodeOmeTiff, type OmeTiffOptions } from "../fixture/ome_tiff.ts";
import { tempDir } from "../fixture/temp_dir.ts";
import { CHANNELS, FIGURE, renderBytes } from "./figures.ts";
import { patchable, type PatchableTiff, replaceText } from "./patch_tiff.ts";

const SMALL: OmeTiffOptions = { ...FIGURE, width: 5, height: 4, sizeZ: 2 };

for (
  const [name, options] of Object.entries<Partial<OmeTiffOptions>>({
    "plain": {},
    "deflated": { compression: "deflate" },
    "LZW": { compression: "lzw" },
    "PackBits": { compression: "packbits" },
    "Zstandard": { compression: "zstd" },
    "BigTIFF": { bigTiff: true, bigEndian: true },
    "tiled": { tiled: true, compression: "deflate" },
  })
) {
  Deno.test(`a ${name} figure cut off anywhere is refused`, async () => {
    const whole = encodeOmeTiff({ ...SMALL, ...options });
    for (let length = 0; length < whole.length; length += 5) {
      await assert.rejects(
        renderBytes(whole.slice(0, length)),
        FormatError,
        `${length} of ${whole.length} bytes`,
      );
    }
  });

  Deno.test(`a ${name} figure with any byte damaged is refused or drawn, no worse`, async () => {
    const whole = encodeOmeTiff({ ...SMALL, ...options });
    for (let at = 0; at < whole.length; at += 5) {
      const damaged = whole.slice();
      damaged[at]! ^= 0xff;
      await renderBytes(damaged).catch((error) =>
        assert.ok(error instanceof FormatError, `byte ${at}: ${error.stack}`)
      );
    }
  });
}

const LIES: Record<string, [lie: (tiff: PatchableTiff) => void, RegExp]> = {
  "pages in a circle": [
    (tiff) => tiff.setOffset(tiff.lastLink, tiff.directories[2]!),
    /circle/,
  ],
  "a page that is itself the next": [
    (tiff) => tiff.setOffset(tiff.lastLink, tiff.directories.at(-1)!),
    /circle/,
  ],
  "a next page behind the end": [
    (tiff) => tiff.setOffset(tiff.lastLink, 1e9),
    /cut off/,
  ],
  "no pages": [
    (tiff) => tiff.setOffset(tiff.firstLink, 0),
    /no pages/,
  ],
  "strips behind the end": [(tiff) => tiff.setValue(273, 1e9), /truncated/],
  "strips that are too long": [(tiff) => tiff.setValue(279, 2e9), /truncated/],
  "strips that are too short": [
    (tiff) => tiff.setValue(279, 19),
    /19 bytes and needs 20/,
  ],
  "empty strips": [(tiff) => tiff.setValue(279, 0), /0 bytes and needs 20/],
  "billions of strips": [(tiff) => tiff.setCount(273, 4e9), /whole file/],
  "fewer strips than rows": [(tiff) => tiff.setValue(278, 1), /needs 4 strips/],
  "billions of characters": [(tiff) => tiff.setCount(270, 4e9), /whole file/],
  "a width that is a fraction": [
    (tiff) => tiff.setType(256, 5),
    /ImageWidth is of TIFF's type 5, expected whole numbers/,
  ],
  "a width that is a text": [
    (tiff) => tiff.setType(256, 2),
    /ImageWidth is a text/,
  ],
  "a width of billions": [(tiff) => tiff.setValue(256, 4e9), /too large/],
  "a width of nothing": [(tiff) => tiff.setValue(256, 0), /ImageWidth is 0/],
  "another width than the OME-XML": [
    (tiff) => tiff.setValue(256, 4),
    /page 0 is 4 × 4 pixels, but should be 5 × 4/,
  ],
  "thousands of samples": [
    (tiff) => tiff.setValue(277, 65535),
    /needs 1310700/,
  ],
  "1 bit": [(tiff) => tiff.setValue(258, 1), /pixels are uint1/],
  "64-bit integers": [(tiff) => tiff.setValue(258, 64), /pixels are uint64/],
  "complex numbers": [(tiff) => tiff.setValue(339, 6), /unknown8/],
  "JPEG": [(tiff) => tiff.setValue(259, 7), /compression .*7.* cannot be read/],
  "more planes than pages": [
    ({ bytes }) => replaceText(bytes, 'SizeZ="2"', 'SizeZ="9"'),
    /describes 27 planes, but the file has 6 pages/,
  ],
  "a damaged magic number": [({ bytes }) => bytes.fill(7, 0, 2), /not a TIFF/],
};

for (const bigTiff of [false, true]) {
  for (const [name, [lie, message]] of Object.entries(LIES)) {
    Deno.test(`a ${bigTiff ? "BigTIFF" : "TIFF"} figure with ${name} is refused before any decoding`, async () => {
      await using dir = await tempDir();
      const tiff = patchable(encodeOmeTiff({ ...SMALL, bigTiff }));
      lie(tiff);
      const path = await dir.write("figure.ome.tiff", tiff.bytes);
      assert.throws(() => inspectFigure(path), {
        name: "FormatError",
        message,
      });
    });
  }
}

Deno.test("offsets and counts beyond all numbers are refused", async () => {
  for (const value of [2 ** 53, 2 ** 62]) {
    for (
      const lie of [
        (tiff: PatchableTiff) => tiff.setOffset(tiff.firstLink, value),
        (tiff: PatchableTiff) => tiff.setOffset(tiff.lastLink, value),
        (tiff: PatchableTiff) => tiff.setOffset(tiff.directories[0]!, value),
        (tiff: PatchableTiff) => tiff.setCount(273, value),
        (tiff: PatchableTiff) => tiff.setValue(273, value),
        (tiff: PatchableTiff) => tiff.setValue(279, value),
      ]
    ) {
      const tiff = patchable(encodeOmeTiff({ ...SMALL, bigTiff: true }));
      lie(tiff);
      await assert.rejects(renderBytes(tiff.bytes), FormatError);
    }
  }
});

for (
  const [name, options, predictor] of [
    ["floating-point differences of integers", { predictor: true }, 3],
    ["an unknown predictor", { predictor: true }, 4],
    [
      "an unknown predictor of floats",
      { predictor: true, float: true, bits: 32 },
      4,
    ],
  ] as [string, Partial<OmeTiffOptions>, number][]
) {
  Deno.test(`a figure with ${name} is refused`, async () => {
    const tiff = patchable(encodeOmeTiff({ ...SMALL, ...options }));
    tiff.setValue(317, predictor);
    await assert.rejects(renderBytes(tiff.bytes), {
      name: "FormatError",
      message: new RegExp(`predictor ${predictor} cannot be read for`),
    });
  });
}

for (const compression of ["deflate", "lzw", "packbits", "zstd"] as const) {
  Deno.test(`a ${compression} bomb is refused`, async () => {
    const tiff = patchable(encodeOmeTiff({
      ...FIGURE,
      width: 2048,
      height: 2048,
      sizeZ: 1,
      data: () => 0,
      compression,
    }));
    // One row of the picture is left for each strip of 2,048 rows.
    tiff.setValue(257, 1);
    replaceText(tiff.bytes, 'SizeY="2048"', 'SizeY="0001"');
    await assert.rejects(renderBytes(tiff.bytes), {
      name: "FormatError",
      message: /hold more than the 2048 bytes/,
    });
  });
}

Deno.test("what is no TIFF is refused", async () => {
  for (const text of ["", "I", "II*\0", "hello", "<html></html>"]) {
    await assert.rejects(
      renderBytes(new TextEncoder().encode(text)),
      { name: "FormatError", message: /not a TIFF/ },
    );
  }
});

Deno.test("damaged pixels are reported with where their strip is", async () => {
  const bytes = encodeOmeTiff({ ...SMALL, compression: "deflate" });
  // The first page's only strip starts right behind the 8 bytes of the header.
  bytes.fill(0xff, 8, 12);
  await assert.rejects(renderBytes(bytes), {
    name: "FormatError",
    message: /compressed pixels are damaged/,
    offset: 8,
  });
});

Deno.test("a figure is inspected without decoding", async () => {
  await using dir = await tempDir();
  const whole = encodeOmeTiff({ ...SMALL, compression: "deflate" });
  const good = await dir.write("good.ome.tiff", whole);
  assert.deepEqual(inspectFigure(good), {
    width: 5,
    height: 4,
    sizeZ: 2,
    channelNames: CHANNELS,
  });
  const cut = await dir.write("cut.ome.tiff", whole.slice(0, -1));
  assert.throws(() => inspectFigure(cut), FormatError);
  const two = await dir.write(
    "two.ome.tiff",
    encodeOmeTiff({ ...SMALL, channels: ["membrane", "nucleus"] }),
  );
  assert.throws(() => inspectFigure(two), {
    name: "FormatError",
    message: /2 of the three channels/,
  });
  const plain = await dir.write(
    "plain.tiff",
    encodeOmeTiff({ ...SMALL, omeXml: false }),
  );
  assert.throws(() => inspectFigure(plain), {
    name: "FormatError",
    message: /no OME-XML/,
  });
  assert.throws(
    () => inspectFigure(`${dir.path}/none.ome.tiff`),
    Deno.errors.NotFound,
  );
});
