import assert from "node:assert/strict";
import type { Intent } from "../../lib/plan/intent.ts";
import { lengthProblem } from "../../lib/plan/length_limits.ts";

const TABLE:
  readonly (readonly [kind: "file" | "key", text: string, ok: boolean])[] = [
    ["file", "a".repeat(255), true],
    ["file", "a".repeat(256), false],
    ["file", `${"folder/".repeat(100)}a`, true],
    ["file", "é".repeat(127), true],
    ["file", "é".repeat(128), false],
    ["key", "a".repeat(1024), true],
    ["key", "a".repeat(1025), false],
    ["key", "🧫".repeat(256), true],
    ["key", "🧫".repeat(256) + "a", false],
  ];

for (const [kind, text, ok] of TABLE) {
  const bytes = new TextEncoder().encode(text).length;
  Deno.test(`a ${kind} of ${bytes} bytes in ${[...text].length} characters can${ok ? "" : "not"} be`, () => {
    const intent = kind === "file"
      ? { type: "write", path: text }
      : { type: "put", key: text };
    const problem = lengthProblem(intent as Intent);
    assert.equal(problem === undefined, ok);
    if (problem) assert.equal(problem.subject, text);
  });
}
