import assert from "node:assert/strict";
import { isWithin } from "../../lib/io/is_within.ts";

const TABLE: [path: string, directory: string, within: boolean][] = [
  ["data/a", "data", true],
  ["data/a/b", "./data/", true],
  ["./data/../data/a", "data", true],
  ["/tmp/data/a", "/tmp/data", true],
  ["data/..a", "data", true],
  ["data/...", "data", true],
  ["data", "data", false],
  ["data/", "data", false],
  ["database/a", "data", false],
  ["data/../a", "data", false],
  ["data/a/../../b", "data", false],
  ["../data/a", "data", false],
  ["..", "data", false],
  ["/etc/passwd", "data", false],
  ["/tmp/data2/a", "/tmp/data", false],
  ["data/a\0", "data", false],
  ["a", ".", true],
  ["../a", ".", false],
];

for (const [path, directory, within] of TABLE) {
  Deno.test(`${JSON.stringify(path)} is ${within ? "" : "not "}within "${directory}"`, () => {
    assert.equal(isWithin(path, directory), within);
  });
}
