import { ExpectedError } from "../errors.ts";
import { ioReason } from "../io/reason.ts";

/**
 * The entries of a directory, in no order; none if it does not exist.
 *
 * @throws {ExpectedError} that names the directory if it cannot be read.
 */
export async function* readDirectory(
  path: string,
): AsyncGenerator<Deno.DirEntry> {
  try {
    yield* Deno.readDir(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    const reason = ioReason(error);
    if (reason === undefined) throw error;
    throw new ExpectedError(`Cannot read directory "${path}": ${reason}`);
  }
}
