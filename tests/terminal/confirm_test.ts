import assert from "node:assert/strict";
import { isAgreement } from "../../lib/terminal/confirm.ts";

const ANSWERS: readonly (readonly [answer: string, isAgreed: boolean])[] = [
  ["yes\n", true],
  ["yes\r\n", true],
  ["yes", true],
  [" yes \n", true],
  ["", false],
  ["\n", false],
  ["y\n", false],
  ["Y\n", false],
  ["YES\n", false],
  ["Yes\n", false],
  ["yes!\n", false],
  ["yesyes\n", false],
  ["yes please\n", false],
  ["yes\nno\n", false],
  ["no\n", false],
  ["\x1b", false],
  ["\x1b\n", false],
  ["\x1byes\n", false],
  ["\x1b[Ayes\n", false],
  ["yes\x7f\n", false],
  ["true\n", false],
];

for (const [answer, isAgreed] of ANSWERS) {
  Deno.test(`${JSON.stringify(answer)} ${isAgreed ? "agrees" : "does not agree"}`, () => {
    assert.equal(isAgreement(answer), isAgreed);
  });
}
