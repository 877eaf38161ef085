import assert from "node:assert/strict";
import { parse } from "@std/csv/parse";
import { COLUMN_NAMES } from "../../lib/csv/columns.ts";
import { metadataText } from "../../lib/csv/metadata.ts";

const metadata = async () => (await Array.fromAsync(metadataText())).join("");

Deno.test("the metadata CSV has the headers of BioFile Finder", async () => {
  assert.equal(
    (await metadata()).split("\r\n")[0],
    "Column Name,Description,Type",
  );
});

Deno.test("the metadata CSV describes exactly the columns of the paths CSV", async () => {
  const rows = parse(await metadata(), { skipFirstRow: true });
  assert.deepEqual(rows.map((row) => row["Column Name"]), [...COLUMN_NAMES]);
});

Deno.test("identifiers are text and statistics are numbers", async () => {
  const rows = parse(await metadata(), { skipFirstRow: true });
  const types = Object.fromEntries(
    rows.map((row) => [row["Column Name"], row["Type"]]),
  );
  assert.equal(types["Cell ID"], "Text");
  assert.equal(types["File Path"], "Text");
  assert.equal(types["Count"], "Number");
  assert.equal(types["Sphericity"], "Number");
});
