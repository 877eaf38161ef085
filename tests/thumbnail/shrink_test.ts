import assert from "node:assert/strict";
import { shrink } from "../../lib/thumbnail/shrink.ts";

Deno.test("a plane shrinks to the largest value of the pixels that become one", () => {
  // Two columns become one. Of three rows the first two do: floor(y · 2 / 3).
  const values = [
    [1, 2, 0, 0, 9, 0],
    [0, 0, 0, 7, 0, 0],
    [3, 0, 6, 0, 0, 0],
  ];
  const shrunk = shrink(
    Uint8Array.from(values.flat()),
    { width: 6, height: 3 },
    { width: 3, height: 2 },
  );
  assert.deepEqual(Array.from(shrunk), [2, 7, 9, 3, 6, 0]);
});

Deno.test("a plane of the same size stays", () => {
  const values = [0.5, 2 ** 40];
  const size = { width: 2, height: 1 };
  assert.deepEqual(Array.from(shrink(values, size, size)), values);
});

Deno.test("values keep their precision", () => {
  const shrunk = shrink(
    [0.1, 2 ** 40 + 0.5],
    { width: 2, height: 1 },
    { width: 1, height: 1 },
  );
  assert.deepEqual(Array.from(shrunk), [2 ** 40 + 0.5]);
});

Deno.test("no pixel is lost, whatever the sizes", () => {
  for (let width = 1; width <= 40; width++) {
    for (let to = 1; to <= width; to++) {
      for (let at = 0; at < width; at++) {
        const values = new Uint8Array(width);
        values[at] = 1;
        const shrunk = shrink(
          values,
          { width, height: 1 },
          { width: to, height: 1 },
        );
        const kept = Array.from(shrunk).filter((value) => value === 1);
        assert.equal(kept.length, 1, `${width} to ${to}, pixel ${at}`);
      }
    }
  }
});
