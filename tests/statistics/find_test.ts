import assert from "node:assert/strict";
import { join } from "@std/path";
import { ExpectedError } from "../../lib/errors.ts";
import { findStatistics } from "../../lib/statistics/find.ts";

async function inFolder(
  names: string[],
  test: (dir: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    for (const name of names) await Deno.writeTextFile(join(dir, name), "");
    await test(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("a Parquet file is preferred to a CSV file", () =>
  inFolder(["structure_stats.csv", "structure_stats.parquet"], async (dir) => {
    assert.equal(
      await findStatistics(dir),
      join(dir, "structure_stats.parquet"),
    );
  }));

Deno.test("a CSV file is taken where there is no Parquet file", () =>
  inFolder(["structure_stats.csv"], async (dir) => {
    assert.equal(await findStatistics(dir), join(dir, "structure_stats.csv"));
  }));

Deno.test("a folder without statistics has none", () =>
  inFolder(["other.csv"], async (dir) => {
    assert.equal(await findStatistics(dir), undefined);
  }));

Deno.test("the configured file comes before the usual ones", () =>
  inFolder(["structure_stats.parquet", "mine.csv"], async (dir) => {
    const mine = join(dir, "mine.csv");
    assert.equal(await findStatistics(dir, mine), mine);
  }));

Deno.test("a configured file that does not exist is an error", () =>
  inFolder(["structure_stats.parquet"], async (dir) => {
    await assert.rejects(
      findStatistics(dir, join(dir, "mine.csv")),
      (error) =>
        error instanceof ExpectedError &&
        /mine\.csv.*structure_stats in the config/.test(error.message),
    );
  }));
