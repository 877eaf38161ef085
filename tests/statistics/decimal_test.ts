import assert from "node:assert/strict";
import { roundDecimal } from "../../lib/statistics/decimal.ts";

const CASES: [value: number, decimals: number, text: string][] = [
  [156, 2, "156"],
  [12.5, 2, "12.5"],
  [12.345, 2, "12.35"],
  [-12.345, 2, "-12.35"],
  [1.005, 2, "1.01"],
  [2.675, 2, "2.68"],
  [0.125, 2, "0.13"],
  [12.3449999, 2, "12.34"],
  [99.999, 2, "100"],
  [0.004, 2, "0"],
  [-0.004, 2, "0"],
  [0, 2, "0"],
  [-0, 2, "0"],
  [0.87654, 4, "0.8765"],
  [0.87655, 4, "0.8766"],
  [0.1 + 0.2, 4, "0.3"],
  [1e-7, 4, "0"],
  [2.5e-4, 4, "0.0003"],
  [1234567.891, 2, "1234567.89"],
  [123456789012.345, 2, "123456789012.35"],
  [1.5e21, 2, "1.5e+21"],
  [-1.5e21, 2, "-1.5e+21"],
  [2 ** 53, 4, "9007199254740992"],
  [1e308, 2, "1e+308"],
  [Number.MAX_VALUE, 4, "1.7976931348623157e+308"],
  [Number.MIN_VALUE, 4, "0"],
];

for (const [value, decimals, text] of CASES) {
  Deno.test(`${value} with ${decimals} decimals is ${text}`, () => {
    assert.equal(roundDecimal(value, decimals), text);
  });
}
