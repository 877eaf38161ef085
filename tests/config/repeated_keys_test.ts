import assert from "node:assert/strict";
import { repeatedKeys } from "../../lib/config/repeated_keys.ts";

Deno.test("repeated keys are found within their object only", () => {
  const table: [string, [path: string, index: number][]][] = [
    ["{}", []],
    ['{"a": 1, "b": {"a": 1}, "c": [{"a": 1}, {"a": 2}]}', []],
    ['{"a": "a", "b": ["a", "a"]}', []],
    ['{"a": 1, "a": 2, "a": 3}', [["a", 9], ["a", 17]]],
    ['{"a": 1, "\\u0061": 2}', [["a", 9]]],
    ['{"x": [0, {"y": {"k": 1, "k": 2}}]}', [["x[1].y.k", 25]]],
    ['{"x": [{}, [], {"k": [1], "k": {}}]}', [["x[2].k", 26]]],
    ['{"a": "\\"{,\\"a\\":[", "my b": 0, "my b": 0}', [['["my b"]', 32]]],
    ['[{"a": {}, "a": 1}]', [["[0].a", 11]]],
  ];
  for (const [text, expected] of table) {
    const found = Array.from(
      repeatedKeys(text),
      ({ path, index }) => [path, index],
    );
    assert.deepEqual(found, expected, text);
    JSON.parse(text);
  }
});
