import assert from "node:assert/strict";
import type { Splice } from "../../lib/simularium/edits.ts";
import { applySplices } from "../../lib/simularium/splices.ts";
import { chunksOf, textOf } from "./helpers.ts";

/** Replaces some of the digits from 0 to 9, or what would stand behind them. */
function splice(offset: number, length: number, after: string): Splice {
  const before = "0123456789".slice(Math.max(0, offset)).slice(0, length);
  return { offset, before: before.padEnd(length, "-"), after };
}

Deno.test("bytes are replaced, added and removed, with chunks of any size", async () => {
  for (
    const [splices, expected] of [
      [[], "0123456789"],
      [[splice(0, 0, "a")], "a0123456789"],
      [[splice(10, 0, "é")], "0123456789é"],
      [[splice(0, 10, "")], ""],
      [[splice(2, 3, "abcdef")], "01abcdef56789"],
      [[splice(2, 3, "a"), splice(5, 0, "b"), splice(5, 2, "c")], "01abc789"],
      [[splice(1, 8, ""), splice(9, 1, "z")], "0z"],
      [[splice(9, 1, "x"), splice(10, 0, "y")], "012345678xy"],
    ] as const
  ) {
    for (let size = 1; size <= 11; size++) {
      const chunks = applySplices(chunksOf("0123456789", size), splices);
      assert.equal(await textOf(chunks), expected);
    }
  }
});

Deno.test("content that was empty can be added to", async () => {
  const chunks = applySplices(chunksOf(""), [splice(0, 0, "a")]);
  assert.equal(await textOf(chunks), "a");
});

Deno.test("content that does not hold what is to be replaced is refused", async () => {
  for (const [offset, before] of [[0, "1"], [8, "8-"], [3, "345x"]] as const) {
    for (let size = 1; size <= 11; size++) {
      await assert.rejects(
        textOf(applySplices(chunksOf("0123456789", size), [
          { offset, before, after: "a" },
        ])),
        {
          name: "RangeError",
          message:
            `Cannot splice at byte ${offset}: what is to be replaced does not stand there`,
        },
      );
    }
  }
});

Deno.test("splices beyond the end, out of order or overlapping are refused", async () => {
  for (
    const splices of [
      [splice(11, 0, "a")],
      [splice(9, 2, "a")],
      [splice(10, 1, "")],
      [splice(50, 1, "a")],
      [splice(5, 0, "a"), splice(4, 0, "b")],
      [splice(2, 3, "a"), splice(4, 1, "b")],
      [splice(-1, 0, "a")],
    ]
  ) {
    for (const size of [1, 3, 10, 100]) {
      await assert.rejects(
        textOf(applySplices(chunksOf("0123456789", size), splices)),
        RangeError,
      );
    }
  }
});
