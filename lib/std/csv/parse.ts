/**
 * `parse` of `@std/csv`, over the npm package `csv-parse`, for networks that do
 * not reach JSR (see `links` in the root `deno.json`).
 *
 * @module
 */
import { CsvError, parse as parseRows } from "csv-parse/sync";

/**
 * Options for {@linkcode parse}. `comment`, `lazyQuotes` and `trimLeadingSpace`
 * of the original are not offered: `csv-parse` reads some such files differently.
 */
export interface ParseOptions {
  /** Default: a comma. */
  separator?: string;
  /**
   * The number of fields that every record must have: as many as the first if
   * 0, any if negative or not given.
   */
  fieldsPerRecord?: number;
  /** Whether the first record is a header; it names the columns if `columns` does not. */
  skipFirstRow?: boolean;
  /** Names of the columns, for records as objects. */
  columns?: readonly string[];
}

/** What {@linkcode parse} returns with options of type `T`. */
export type ParseResult<ParseOptions, T> = T extends
  ParseOptions & { columns: readonly (infer C extends string)[] }
  ? RecordWithColumn<C>[]
  : T extends ParseOptions & { skipFirstRow: true } ? Record<string, string>[]
  : T extends
    ParseOptions & { columns?: undefined; skipFirstRow?: false | undefined }
    ? string[][]
  : Record<string, string>[] | string[][];

/** A record with known column names. */
export type RecordWithColumn<C extends string> = Record<C, string>;

/**
 * The records of CSV text (RFC 4180; also with LF line ends and a byte order
 * mark). Empty lines are skipped, line ends within quotes become LF.
 *
 * @throws {SyntaxError} with line and column if a quote is out of place, and if
 * a record has a wrong number of fields.
 * @throws {Error} if a record does not fit the column names.
 */
export function parse(input: string): string[][];
/**
 * The records of CSV text, as objects if there are column names (`columns`, or
 * the first row with `skipFirstRow`).
 */
export function parse<const T extends ParseOptions>(
  input: string,
  options?: T,
): ParseResult<ParseOptions, T>;
export function parse(
  input: string,
  options: ParseOptions = {},
): string[][] | Record<string, string>[] {
  refuseUnoffered(options);

  const { separator = ",", fieldsPerRecord, skipFirstRow, columns } = options;
  const text = plainLines(input);
  const records = readRecords(text, separator);
  checkFieldCount(records, fieldsPerRecord);

  const header = skipFirstRow ? records.shift() : undefined;
  if (skipFirstRow && header === undefined) {
    throw new TypeError("Cannot parse CSV: there is no first row to skip");
  }
  const names = columns ?? header;
  return names === undefined
    ? records
    : records.map((record) => toObject(record, names));
}

function refuseUnoffered(options: ParseOptions): void {
  for (const name of ["comment", "lazyQuotes", "trimLeadingSpace"]) {
    if (Object.hasOwn(options, name)) {
      throw new TypeError(
        `Cannot parse CSV with option "${name}": it is not offered here`,
      );
    }
  }
}

/** LF line ends, no byte order mark, and no carriage return at the very end. */
function plainLines(input: string): string {
  const text = input.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}

function readRecords(text: string, separator: string): string[][] {
  if (['"', "\r", "\n"].includes(separator)) {
    throw new TypeError(
      `Cannot separate values by ${
        JSON.stringify(separator)
      }: it has another meaning in CSV`,
    );
  }
  try {
    return parseRows(text, {
      delimiter: separator,
      record_delimiter: "\n",
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    throw error instanceof CsvError
      ? quoteError(error, text, separator)
      : error;
  }
}

function quoteError(
  error: CsvError,
  text: string,
  separator: string,
): SyntaxError {
  const start = fieldAfter(Number(error.bytes), text, separator);
  const [place, at] = error.code === "INVALID_OPENING_QUOTE"
    ? ["an unquoted field", text.indexOf('"', start)]
    : error.code === "CSV_QUOTE_NOT_CLOSED"
    ? ["a quoted field that never ends", start]
    : ["a quoted field", closingQuote(text, start)];
  const lines = text.slice(0, at).split("\n");
  const column = [...lines.at(-1)!].length + 1;
  return new SyntaxError(
    `Cannot parse CSV: quote out of place in ${place} on line ${lines.length}, column ${column}`,
  );
}

/** Index of the field that follows `bytes`, where csv-parse says the last good field ended. */
function fieldAfter(bytes: number, text: string, separator: string): number {
  const good = new TextEncoder().encode(text).subarray(0, bytes);
  let start = new TextDecoder("utf-8", { ignoreBOM: true }).decode(good).length;
  while (text[start] === "\n") start++;
  return text.startsWith(separator, start) ? start + separator.length : start;
}

/** Index of the quote that ends the quoted field at `start`. */
function closingQuote(text: string, start: number): number {
  const field = /"[^"]*(?:""[^"]*)*"/y;
  field.lastIndex = start;
  return start + field.exec(text)![0].length - 1;
}

function checkFieldCount(records: string[][], fieldsPerRecord = -1): void {
  const expected = fieldsPerRecord === 0 ? records[0]?.length : fieldsPerRecord;
  if (expected === undefined || expected < 0) return;
  for (const [index, { length }] of records.entries()) {
    if (length !== expected) {
      throw new SyntaxError(
        `Cannot parse CSV: record ${
          index + 1
        } has ${length} fields instead of ${expected}`,
      );
    }
  }
}

function toObject(
  record: string[],
  names: readonly string[],
): Record<string, string> {
  if (record.length !== names.length) {
    throw new Error(
      `Cannot parse CSV: a record has ${record.length} fields for ${names.length} columns: ${
        record.join(", ").slice(0, 80)
      }`,
    );
  }
  return Object.fromEntries(names.map((name, index) => [name, record[index]!]));
}
