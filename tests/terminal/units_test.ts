import assert from "node:assert/strict";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
} from "../../lib/terminal/units.ts";

const BYTES: readonly (readonly [number, string])[] = [
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [1049, "1.0 kB"],
  [1050, "1.1 kB"],
  [99_949, "99.9 kB"],
  [99_950, "100 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [4_100_000, "4.1 MB"],
  [64e9, "64.0 GB"],
  [5e15, "5.0 PB"],
  [5e18, "5000 PB"],
];

for (const [bytes, text] of BYTES) {
  Deno.test(`${bytes} bytes are ${text}`, () => {
    assert.equal(formatBytes(bytes), text);
  });
}

const DURATIONS: readonly (readonly [number, string])[] = [
  [0, "0.0 s"],
  [0.44, "0.4 s"],
  [9.94, "9.9 s"],
  [9.96, "10 s"],
  [59.4, "59 s"],
  [59.6, "1 min 0 s"],
  [185, "3 min 5 s"],
  [3599.6, "1 h 0 min"],
  [7800, "2 h 10 min"],
];

for (const [seconds, text] of DURATIONS) {
  Deno.test(`${seconds} seconds are ${text}`, () => {
    assert.equal(formatDuration(seconds), text);
  });
}

Deno.test("numbers have their thousands separated", () => {
  assert.equal(formatNumber(1234567), "1,234,567");
});

Deno.test("a noun is in the singular only for one", () => {
  assert.equal(formatCount(1, "file"), "1 file");
  assert.equal(formatCount(0, "file"), "0 files");
  assert.equal(formatCount(1200, "file"), "1,200 files");
  assert.equal(
    formatCount(2, "discrepancy", "discrepancies"),
    "2 discrepancies",
  );
});
