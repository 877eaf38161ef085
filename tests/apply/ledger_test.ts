import assert from "node:assert/strict";
import { Ledger } from "../../lib/apply/ledger.ts";

Deno.test("what waits for nothing misses nothing", async () => {
  assert.equal(await new Ledger().firstMissing([]), undefined);
});

Deno.test("the first of the actions that are not in place is named, by ID or by range", async () => {
  const ledger = new Ledger();
  for (const id of [1, 2, 4, 5000]) ledger.note(id, true);
  ledger.note(3, false);
  assert.equal(await ledger.firstMissing([1, 2, [4, 4], 5000]), undefined);
  assert.equal(await ledger.firstMissing([2, [3, 4]]), 3);
  assert.equal(await ledger.firstMissing([[1, 4]]), 3);
  assert.equal(await ledger.firstMissing([4999]), 4999, "it never began");
});

Deno.test("an action under way is waited for", async () => {
  const ledger = new Ledger();
  const result = Promise.withResolvers<boolean>();
  ledger.begin(1, result.promise);
  let answer: number | undefined | "none" = "none";
  const asked = ledger.firstMissing([[1, 1]]).then((id) => answer = id);
  await Promise.resolve();
  assert.equal(answer, "none");
  result.resolve(false);
  await asked;
  assert.equal(answer, 1);
  assert.equal(await ledger.firstMissing([1]), 1, "it is remembered");
});
