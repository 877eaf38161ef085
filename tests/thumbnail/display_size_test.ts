import assert from "node:assert/strict";
import { displaySize } from "../../lib/thumbnail/display_size.ts";

for (
  const [figure, longEdge, expected] of [
    [[200, 200], 512, [512, 512]],
    [[1, 1], 512, [512, 512]],
    [[512, 512], 512, [512, 512]],
    [[200, 100], 512, [512, 256]],
    [[100, 200], 512, [256, 512]],
    // 133 · 512 / 199 = 342.19
    [[199, 133], 512, [512, 342]],
    [[1200, 900], 512, [512, 384]],
    // 2 · 512 / 1000 = 1.024; 1 · 16 / 8192 would be none at all.
    [[1000, 2], 512, [512, 1]],
    [[1, 8192], 16, [1, 16]],
  ] as const
) {
  Deno.test(`${figure.join(" × ")} pixels are shown as ${expected.join(" × ")}`, () => {
    const [width, height] = figure;
    const shown = displaySize({ width, height }, longEdge);
    assert.deepEqual([shown.width, shown.height], expected);
  });
}
