import assert from "node:assert/strict";
import { describeChange, rows } from "../../lib/csv/describe_change.ts";

/** Cells by spaces, rows by slashes, below the header `K V`. */
function table(text: string, header = "K V"): string[][] {
  const lines = text === "" ? [] : text.split("/");
  return [header, ...lines].map((line) => line.split(" "));
}

const TABLE: [before: string, after: string, change: string][] = [
  ["", "a 1", "1 row added"],
  ["a 1", "a 1/b 2/c 3", "2 rows added"],
  ["a 1", "a 2", "1 row changed"],
  ["a 1/b 1", "a 2/b 2", "2 rows changed"],
  ["a 1/b 1", "", "2 rows removed"],
  ["a 1/b 1", "b 1", "1 row removed"],
  ["a 1/b 1/c 1", "x 1/y 1/b 2/c 2", "2 rows added, 2 changed, 1 removed"],
  ["a 1/b 1", "a 2", "1 row changed, 1 removed"],
  ["a 1/b 1", "b 1/a 1", "same cells, written differently"],
  ["a 1/a 2", "a 1/a 2/a 3", "1 row added"],
  ["a 1/a 2/a 3", "a 1", "2 rows removed"],
  ["a 1", "a 1", "same cells, written differently"],
];

for (const [before, after, change] of TABLE) {
  Deno.test(`from "${before}" to "${after}": ${change}`, async () => {
    assert.equal(await describeChange(table(before), table(after)), change);
  });
}

Deno.test("other columns are told first", async () => {
  assert.equal(
    await describeChange(table("a 1"), table("a 1/b 1", "K W")),
    "columns changed, 1 row added",
  );
});

Deno.test("a file without a header has other columns", async () => {
  assert.equal(
    await describeChange([], table("a 1")),
    "columns changed, 1 row added",
  );
});

Deno.test("one row is not plural", () => {
  assert.deepEqual([0, 1, 2].map(rows), ["0 rows", "1 row", "2 rows"]);
});

Deno.test("rows are named by their File Path, wherever that is", async () => {
  const before = table("a p/a q/a r", "Notes File_Path").with(0, [
    "Notes",
    "File Path",
  ]);
  const after = table("b p/a q/a s", "Notes File_Path").with(0, [
    "Notes",
    "File Path",
  ]);
  assert.equal(
    await describeChange(before, after),
    "1 row added, 1 changed, 1 removed",
  );
});
