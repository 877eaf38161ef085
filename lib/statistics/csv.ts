import { parse } from "@std/csv/parse";
import { FormatError } from "../errors.ts";
import type { Table } from "./table.ts";

/**
 * Reads a CSV file with a header. All values are text.
 *
 * @throws {FormatError} if it is not CSV in UTF-8, with as many fields in each
 * record as in the header.
 */
export async function readCsv(path: string): Promise<Table> {
  const [header, ...records] = parseRecords(
    decode(await Deno.readFile(path)),
  );
  if (header === undefined) {
    throw new FormatError("Cannot read CSV: there is no header");
  }
  return {
    columns: header,
    async *rows(columns) {
      const indices = columns.map((column) =>
        column === undefined ? -1 : header.indexOf(column)
      );
      for (const record of records) yield indices.map((i) => record[i]);
    },
  };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FormatError("Cannot read CSV: it is not UTF-8");
  }
}

function parseRecords(text: string): string[][] {
  try {
    return parse(text, { fieldsPerRecord: 0 });
  } catch (error) {
    if (error instanceof SyntaxError) throw new FormatError(error.message);
    throw error;
  }
}
