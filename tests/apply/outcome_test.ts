import assert from "node:assert/strict";
import { isInPlace, type Outcome } from "../../lib/apply/outcome.ts";

const reason = "";
const OUTCOMES: readonly (readonly [Outcome, boolean])[] = [
  [{ is: "done" }, true],
  [{ is: "already there" }, true],
  [{ is: "stale", reason }, false],
  [{ is: "failed", reason }, false],
  [{ is: "not tried", reason }, false],
];

for (const [outcome, expected] of OUTCOMES) {
  Deno.test(`what is ${outcome.is} is ${expected ? "" : "not "}in place`, () => {
    assert.equal(isInPlace(outcome), expected);
  });
}
