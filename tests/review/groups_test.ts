import assert from "node:assert/strict";
import fc from "fast-check";
import { linesBetween } from "../../lib/review/client/groups.js";

Deno.test("the lines between two heights are those that touch them", () => {
  const heights = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 });
  const edge = fc.integer({ min: -500, max: 5000 });
  fc.assert(fc.property(heights, edge, edge, (heights, a, b) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b) + 1];
    const tops = [0];
    for (const height of heights) tops.push(tops.at(-1)! + height);
    const [first, end] = linesBetween(tops, from, to);
    for (const [line] of heights.entries()) {
      const touches = tops[line]! < to && tops[line + 1]! > from;
      if (touches) assert.ok(first! <= line && line < end!, `line ${line}`);
    }
    // Not many more than needed.
    const touching = heights.filter((_, line) =>
      tops[line]! < to && tops[line + 1]! > from
    ).length;
    assert.ok(end! - first! <= touching + 2);
  }));
});
