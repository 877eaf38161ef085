import { join } from "@std/path";
import { ExpectedError } from "../errors.ts";

/**
 * The file of the cell statistics: the configured one, else
 * `structure_stats.parquet` or `structure_stats.csv` in the data directory, or
 * `undefined` if there is none.
 *
 * @throws {ExpectedError} if the configured file does not exist.
 */
export async function findStatistics(
  dataDir: string,
  configured?: string,
): Promise<string | undefined> {
  if (configured !== undefined) {
    if (await isFile(configured)) return configured;
    throw new ExpectedError(
      `Cannot read cell statistics "${configured}": there is no such file, correct structure_stats in the config`,
    );
  }
  for (const name of ["structure_stats.parquet", "structure_stats.csv"]) {
    const path = join(dataDir, name);
    if (await isFile(path)) return path;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
