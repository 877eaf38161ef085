import { parse } from "@std/csv/parse";
import { FormatError } from "../errors.ts";
import type { Table } from "./table.ts";

/** A larger CSV file is refused, since it is held in memory. */
const MOST_BYTES = 128 * 2 ** 20;

/**
 * Reads a CSV file with a header. All values are text.
 *
 * @throws {FormatError} if it is not CSV in UTF-8, separated by commas, with as
 * many fields in each record as in the header, or is larger than 128 MiB.
 */
export async function readCsv(path: string): Promise<Table> {
  const [header, ...records] = parseRecords(decode(await readAll(path)));
  if (header === undefined) {
    throw new FormatError("Cannot read CSV: there is no header");
  }
  rejectOtherSeparator(header);
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

async function readAll(path: string): Promise<Uint8Array> {
  const { size } = await Deno.stat(path);
  if (size > MOST_BYTES) {
    throw new FormatError(
      "Cannot read CSV: it is larger than 128 MiB; save it as Parquet",
    );
  }
  return await Deno.readFile(path);
}

function rejectOtherSeparator([name, ...others]: readonly string[]): void {
  const separator = name!.match(/[;\t|]/)?.[0];
  if (others.length > 0 || separator === undefined) return;
  throw new FormatError(
    `Cannot read CSV: its columns are separated by ${
      JSON.stringify(separator)
    }, expected commas`,
  );
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
