import assert from "node:assert/strict";
import { Lately } from "../../lib/cache/lately.ts";

Deno.test("what was computed lately is not computed again, until too much is known", () => {
  const computed: string[] = [];
  const lengths = new Lately(2, (text: string) => {
    computed.push(text);
    return text.length;
  });
  assert.deepEqual(["a", "bb", "a", "bb"].map((text) => lengths.get(text)), [
    1,
    2,
    1,
    2,
  ]);
  assert.deepEqual(computed, ["a", "bb"]);
  lengths.get("ccc");
  assert.equal(lengths.get("a"), 1);
  assert.deepEqual(computed, ["a", "bb", "ccc", "a"]);
});

Deno.test("what cannot be computed is tried again", () => {
  let fails = true;
  const values = new Lately(2, (key: string) => {
    if (fails) throw new RangeError(key);
    return key;
  });
  assert.throws(() => values.get("a"), RangeError);
  fails = false;
  assert.equal(values.get("a"), "a");
});
