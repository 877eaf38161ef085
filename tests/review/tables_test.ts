import assert from "node:assert/strict";
import { compareTables, TableReviews } from "../../lib/review/tables.ts";
import { tempDir } from "../fixture/temp_dir.ts";
import { put, write } from "../terminal/entries.ts";

Deno.test("rows are told apart by their File Path, wherever that column stands", () => {
  const { rows, counts } = compareTables(
    [["Count", "File Path"], ["1", "a"], ["1", "b"], ["1", "c"]],
    [["Count", "File Path"], ["1", "c"], ["2", "b"], ["1", "d"]],
  );
  assert.deepEqual(counts, { added: 1, changed: 1, removed: 1 });
  assert.deepEqual(rows, [
    { is: "changed", cells: [["1", "2"], "b"] },
    { is: "added", cells: ["1", "d"] },
    { is: "removed", cells: ["1", "a"] },
  ]);
});

Deno.test("columns that come, go or move are told from cells that change", () => {
  const { columns, rows } = compareTables(
    [["File Path", "Old", "Count"], ["a", "x", "1"]],
    [["File Path", "Count", "New"], ["a", "1", "y"]],
  );
  assert.deepEqual(columns, [
    { name: "File Path", is: "same" },
    { name: "Count", is: "same" },
    { name: "New", is: "added" },
    { name: "Old", is: "removed" },
  ]);
  assert.deepEqual(rows, [
    { is: "changed", cells: ["a", "1", ["", "y"], ["x", ""]] },
  ]);
});

Deno.test("of many rows the first of each kind are shown, and all counted", () => {
  const table = (cell: string) => [
    ["File Path", "Count"],
    ...Array.from({ length: 5000 }, (_, i) => [`${i}`, cell]),
  ];
  const { rows, counts } = compareTables(table("1"), table("2"));
  assert.equal(counts.changed, 5000);
  assert.equal(rows.length, 200);
});

Deno.test("the pieces of a table are compared with the file on disk", async () => {
  await using dir = await tempDir();
  const path = await dir.write("a.csv", "File Path,Count\r\na,1\r\n");
  const reviews = new TableReviews();
  await reviews.add(write({ id: 7, path, content: { kind: "text" } }));
  await reviews.add({ type: "text", of: 7, text: "File Path,Count\r\na," });
  await reviews.add({ type: "text", of: 7, text: "2\r\n" });
  await reviews.add(put({ id: 8 }));
  assert.deepEqual(reviews.list.map(({ rows }) => rows), [
    [{ is: "changed", cells: ["a", ["1", "2"]] }],
  ]);
});

Deno.test("a file that is no CSV is no obstacle", async () => {
  await using dir = await tempDir();
  const path = await dir.write("a.csv", 'a,"b\n');
  const reviews = new TableReviews();
  await reviews.add(write({ id: 7, path, content: { kind: "text" } }));
  await reviews.add({ type: "text", of: 7, text: "File Path\r\na\r\n" });
  await reviews.end();
  assert.match(reviews.list[0]!.fault!, /quote/);
  assert.deepEqual(reviews.list[0]!.counts, {
    added: 1,
    changed: 0,
    removed: 0,
  });
});
