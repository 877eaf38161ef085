import assert from "node:assert/strict";
import {
  COLUMN_NAMES,
  COLUMNS,
  STATISTICS_COLUMNS,
} from "../../lib/csv/columns.ts";

Deno.test("the paths CSV has its eighteen columns in order", () => {
  assert.equal(
    COLUMN_NAMES.join(", "),
    "File Path, Cell ID, File Name, Packing ID, Structure ID, Structure Name, " +
      "Rule, Dataset, Condition, Experiment, File Type, Thumbnail, Count, " +
      "Cell Volume, Nucleus Volume, Cell Height, Nucleus Height, Sphericity",
  );
});

Deno.test("the cell statistics fill the last six columns", () => {
  assert.deepEqual(STATISTICS_COLUMNS, COLUMN_NAMES.slice(12));
});

Deno.test("BioFile Finder can read names and descriptions of columns", () => {
  for (const { name, description } of COLUMNS) {
    assert.doesNotMatch(name, /[.",]/);
    assert.doesNotMatch(description, /[,\n]/);
    assert.notEqual(description, "");
  }
});

Deno.test("lengths and volumes have their units in the description", () => {
  const units = COLUMNS.map(({ name, description }) => [
    name,
    description.match(/\((.*)\)/)?.[1],
  ]).filter(([, unit]) => unit !== undefined);
  assert.deepEqual(units, [
    ["Cell Volume", "µm³"],
    ["Nucleus Volume", "µm³"],
    ["Cell Height", "µm"],
    ["Nucleus Height", "µm"],
  ]);
});
