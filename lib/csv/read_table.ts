import { parse } from "@std/csv/parse";
import { FormatError } from "../errors.ts";

/** A table as rows of cells, the header first. */
export type Table = readonly (readonly string[])[];

/**
 * Reads a CSV file.
 *
 * @throws {FormatError} if it is not UTF-8, or no CSV, or its rows differ in length.
 */
export async function readTable(path: string): Promise<Table> {
  const bytes = await Deno.readFile(path);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FormatError(
      "Cannot read CSV: the text is not UTF-8; save it as UTF-8",
    );
  }
  try {
    return parse(text, { fieldsPerRecord: 0 });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FormatError(error.message);
  }
}
