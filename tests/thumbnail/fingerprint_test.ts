import assert from "node:assert/strict";
import {
  thumbnailFingerprint,
  type ThumbnailInputs,
} from "../../lib/thumbnail/fingerprint.ts";

const INPUTS: ThumbnailInputs = {
  figureMd5: "0123456789abcdef0123456789abcdef",
  structureName: "peroxisome",
  colors: {
    membrane: [0.31, 0.19, 0.31],
    nucleus: [0.18, 0.32, 0.32],
    structure: [0.2, 0.7, 0.1],
  },
  pixelSizeUm: 0.108,
  size: 512,
};

Deno.test("a fingerprint is hex and depends on nothing but its inputs", () => {
  const fingerprint = thumbnailFingerprint(INPUTS);
  assert.match(fingerprint, /^[0-9a-f]{64}$/);
  const { nucleus, membrane, structure } = INPUTS.colors;
  const reordered = { ...INPUTS, colors: { structure, nucleus, membrane } };
  assert.equal(thumbnailFingerprint(reordered), fingerprint);
});

Deno.test("a fingerprint changes with every input", () => {
  const { colors } = INPUTS;
  const variants: ThumbnailInputs[] = [
    INPUTS,
    { ...INPUTS, figureMd5: "1123456789abcdef0123456789abcdef" },
    { ...INPUTS, structureName: "peroxisom" },
    { ...INPUTS, pixelSizeUm: 0.1080001 },
    { ...INPUTS, size: 513 },
    { ...INPUTS, colors: { ...colors, membrane: [0.31, 0.19, 0.32] } },
    { ...INPUTS, colors: { ...colors, nucleus: [0.32, 0.18, 0.32] } },
    { ...INPUTS, colors: { ...colors, structure: [0, 0.7, 0.1] } },
    {
      ...INPUTS,
      colors: { ...colors, membrane: colors.nucleus, nucleus: colors.membrane },
    },
  ];
  const fingerprints = new Set(variants.map(thumbnailFingerprint));
  assert.equal(fingerprints.size, variants.length);
});
