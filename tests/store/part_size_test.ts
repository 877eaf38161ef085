import assert from "node:assert/strict";
import {
  MAX_PARTS,
  PART_SIZE,
  partSizeFor,
} from "../../lib/store/part_size.ts";

const MiB = 2 ** 20;

Deno.test("parts have 8 MiB as long as 10,000 are enough", () => {
  assert.equal(PART_SIZE, 8 * MiB);
  assert.equal(partSizeFor(65 * MiB), 8 * MiB);
  assert.equal(partSizeFor(10_000 * 8 * MiB), 8 * MiB);
});

Deno.test("parts of larger files grow by whole MiB", () => {
  assert.equal(partSizeFor(10_000 * 8 * MiB + 1), 9 * MiB);
  const largest = 5 * 2 ** 40; // 5 TiB, the most that S3 stores.
  assert.equal(partSizeFor(largest), 525 * MiB);
  assert.ok(largest / partSizeFor(largest) <= MAX_PARTS);
});
