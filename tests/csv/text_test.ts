import assert from "node:assert/strict";
import Papa from "papaparse";
import { COLUMN_NAMES } from "../../lib/csv/columns.ts";
import { metadataText } from "../../lib/csv/metadata.ts";
import { csvText } from "../../lib/csv/text.ts";

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  return (await Array.fromAsync(pieces)).join("");
}

/** The rows that another library reads. */
function parsed(text: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(text, {
    skipEmptyLines: true,
    delimiter: ",",
  });
  assert.deepEqual(errors, []);
  return data;
}

Deno.test("another library reads every cell back", async () => {
  const rows = [
    ["plain", "a,b", 'say "hi"'],
    ["two\nlines", "two\r\nlines", '"'],
    ["µm³ 日本 😀", " spaces ", ""],
    ["", "", ""],
    ["=1+1", "'", "a\tb"],
  ];
  const text = await textOf(csvText(["A", 'B,"b"', "µ"], rows));
  assert.deepEqual(parsed(text), [["A", 'B,"b"', "µ"], ...rows]);
});

Deno.test("lines end in CRLF, the last one too, and only what needs it is quoted", async () => {
  const text = await textOf(csvText(["A", "B"], [["1", "x y"], ["2", "a,b"]]));
  assert.equal(text, 'A,B\r\n1,x y\r\n2,"a,b"\r\n');
});

Deno.test("a table without rows is its header", async () => {
  assert.equal(await textOf(csvText(["A", "B"], [])), "A,B\r\n");
});

Deno.test("rows keep their order over all pieces", async () => {
  for (const count of [498, 499, 500, 999, 1000, 1001]) {
    const rows = Array.from({ length: count }, (_, i) => [String(i)]);
    const text = await textOf(csvText(["N"], rows));
    assert.deepEqual(parsed(text), [["N"], ...rows]);
  }
});

Deno.test("another library reads the metadata CSV: one row for each column", async () => {
  const [header, ...rows] = parsed(await textOf(metadataText()));
  assert.deepEqual(header, ["Column Name", "Description", "Type"]);
  assert.deepEqual(rows.map(([name]) => name), COLUMN_NAMES);
  assert.ok(rows.every((row) => row.length === 3));
});
