import assert from "node:assert/strict";
import { Groups, subjectLines } from "../../lib/terminal/groups.ts";

Deno.test("messages that differ in names and numbers only are one group, without these", () => {
  const groups = new Groups<"error" | "warning">();
  groups.add("error", "a", 'row 1 of "x" is the 3rd');
  groups.add("warning", "b", 'row 1 of "x" is the 3rd');
  groups.add("error", "c", 'row 22 of "y" is the 3rd');
  groups.add("error", "d", "something else");
  groups.add("error", "e", 'row 1 of "x" is the 3rd');
  assert.deepEqual(groups.list(), [
    {
      kind: "error",
      message: 'row … of "…" is the 3rd',
      count: 3,
      files: 3,
      noun: ["file", "files"],
      subjects: ["a", "c", "e"],
    },
    {
      kind: "warning",
      message: 'row 1 of "x" is the 3rd',
      count: 1,
      files: 1,
      noun: ["file", "files"],
      subjects: ["b"],
    },
    {
      kind: "error",
      message: "something else",
      count: 1,
      files: 1,
      noun: ["file", "files"],
      subjects: ["d"],
    },
  ]);
});

Deno.test("a file that has a message several times counts once", () => {
  const groups = new Groups();
  for (const [file, row] of [["a", 1], ["a", 2], ["a", 2], ["b", 2]]) {
    groups.add("error", String(file), `row ${row}`);
  }
  const [{ count, files, subjects, message } = {}] = groups.list();
  assert.deepEqual([count, files, subjects], [4, 2, ["a", "b"]]);
  assert.equal(message, "row …");
});

Deno.test("files of one kind have its name, others are files", () => {
  const nounOf = (...files: string[]) => {
    const groups = new Groups();
    for (const file of files) groups.add("error", file, "bad");
    return groups.list()[0]!.noun[1];
  };
  assert.equal(nounOf("a.obj", "b.obj", "c.obj", "d.obj"), "meshes");
  assert.equal(nounOf("a.obj", "b.obj", "c.obj", "d.csv"), "files");
  assert.equal(nounOf("a.obj", "b.csv", "c.obj", "d.obj"), "files");
  assert.equal(nounOf("config", "a.obj"), "files");
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
