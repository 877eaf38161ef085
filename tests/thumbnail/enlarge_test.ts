import assert from "node:assert/strict";
import { enlarge } from "../../lib/thumbnail/enlarge.ts";

/** A picture whose pixels have these numbers, in all of their bytes. */
function pictureOf(rows: number[][]) {
  const rgba = rows.flat().flatMap((value) => [value, value, value, value]);
  return {
    width: rows[0]!.length,
    height: rows.length,
    rgba: Uint8ClampedArray.from(rgba),
  };
}

for (
  const [what, rows, width, height, expected] of [
    ["one pixel", [[7]], 3, 2, [[7, 7, 7], [7, 7, 7]]],
    ["twice the size", [[1, 2]], 4, 2, [[1, 1, 2, 2], [1, 1, 2, 2]]],
    // Centres at 0.33, 1 and 1.67 of two pixels; one on the edge is the next one's.
    ["2 to 3 pixels", [[1], [2]], 1, 3, [[1], [2], [2]]],
    // Centres at 0.3, 0.9, 1.5, 2.1, 2.7 of three.
    ["3 to 5 pixels", [[1, 2, 3]], 5, 1, [[1, 1, 2, 3, 3]]],
    ["the same size", [[1, 2], [3, 4]], 2, 2, [[1, 2], [3, 4]]],
  ] as [string, number[][], number, number, number[][]][]
) {
  Deno.test(`nearest neighbour enlarges ${what}`, () => {
    assert.deepEqual(
      enlarge(pictureOf(rows), { width, height }),
      pictureOf(expected),
    );
  });
}

Deno.test("no pixel is lost, and each is as large as another or a row more", () => {
  for (let length = 1; length <= 60; length++) {
    const row = Array.from({ length }, (_, i) => i + 1);
    for (let width = length; width <= 200; width += 7) {
      const { rgba } = enlarge(pictureOf([row]), { width, height: 1 });
      const counts = new Map<number, number>();
      for (let x = 0; x < width; x++) {
        const value = rgba[4 * x]!;
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const least = Math.floor(width / length);
      assert.equal(counts.size, length, `${length} to ${width}`);
      for (const count of counts.values()) {
        assert.ok(count === least || count === least + 1);
      }
    }
  }
});
