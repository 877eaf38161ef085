import { ExpectedError, FormatError } from "../errors.ts";
import { ioReason } from "../io/reason.ts";
import { type CheckedManifest, checkManifest } from "./check.ts";

/**
 * Checks a manifest from outside.
 *
 * @throws {ExpectedError} that names the file and the line at fault.
 */
export async function openManifest(path: string): Promise<CheckedManifest> {
  try {
    return await checkManifest(path);
  } catch (error) {
    if (error instanceof FormatError) {
      throw new ExpectedError(
        `Cannot use manifest "${path}": ${error.message}`,
      );
    }
    if (error instanceof Deno.errors.NotFound) {
      throw new ExpectedError(
        `Cannot read manifest "${path}": no such file; make one with "deno task plan --out ${path}"`,
      );
    }
    const reason = ioReason(error);
    if (reason === undefined) throw error;
    throw new ExpectedError(`Cannot read manifest "${path}": ${reason}`);
  }
}
