import assert from "node:assert/strict";
import { Groups, subjectLines } from "../../lib/terminal/groups.ts";

Deno.test("messages that differ in names and numbers only are one group", () => {
  const groups = new Groups<"error" | "warning">();
  groups.add("error", "a", 'row 1 of "x" is wrong');
  groups.add("warning", "b", 'row 1 of "x" is wrong');
  groups.add("error", "c", 'row 22 of "y" is wrong');
  groups.add("error", "d", "something else");
  assert.deepEqual(groups.list(), [
    {
      kind: "error",
      message: 'row 1 of "x" is wrong',
      count: 2,
      subjects: ["a", "c"],
    },
    {
      kind: "warning",
      message: 'row 1 of "x" is wrong',
      count: 1,
      subjects: ["b"],
    },
    { kind: "error", message: "something else", count: 1, subjects: ["d"] },
  ]);
});

Deno.test("of many subjects the first three are named, without driving the terminal", () => {
  const groups = new Groups();
  for (let i = 0; i < 1203; i++) groups.add("error", `file\x1b${i}`, "bad");
  const [group] = groups.list();
  assert.deepEqual(subjectLines(group!), [
    "    file\\x1b0",
    "    file\\x1b1",
    "    file\\x1b2",
    "    and 1,200 more",
  ]);
});
