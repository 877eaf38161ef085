import assert from "node:assert/strict";
import { raiseBytes } from "../../lib/thumbnail/raise_bytes.ts";
import { assertSameBytes } from "./figures.ts";

Deno.test("of any two bytes, whatever stands beside them, the larger one stays", () => {
  // All 65,536 pairs, and each at every place of a word of four.
  for (let shift = 0; shift < 4; shift++) {
    const a = Uint8Array.from({ length: 65540 }, (_, i) => i - shift);
    const b = Uint8Array.from({ length: 65540 }, (_, i) => (i - shift) >> 8);
    const larger = a.map((value, i) => Math.max(value, b[i]!));
    raiseBytes(a, b);
    assertSameBytes(a, larger);
  }
});

Deno.test("bytes beside each other do not mix", () => {
  const maxima = Uint8Array.of(0, 255, 127, 128, 200, 1, 0, 129);
  raiseBytes(maxima, Uint8Array.of(255, 0, 128, 127, 199, 2, 0, 128));
  assert.deepEqual([...maxima], [255, 255, 128, 128, 200, 2, 0, 129]);
});

Deno.test("lengths that are no multiple of four are raised to the end, and no further", () => {
  for (let length = 0; length <= 9; length++) {
    const maxima = new Uint8Array(12).fill(5);
    raiseBytes(maxima, new Uint8Array(length).fill(9));
    assert.deepEqual(
      [...maxima],
      Array.from({ length: 12 }, (_, i) => i < length ? 9 : 5),
    );
  }
});
