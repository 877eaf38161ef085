/**
 * `stringify` of `@std/csv`, over the npm package `csv-stringify`, for networks
 * that do not reach JSR (see `links` in the root `deno.json`).
 *
 * @module
 */
import { stringify as stringifyRows } from "csv-stringify/sync";

/** The key or index of a value. */
export type PropertyAccessor = number | string;

/** A column with a header of its own. */
export type ColumnDetails = {
  /** Default: the last accessor of `prop`. */
  header?: string;
  /** Where the value is in an item; several accessors lead into nested items. */
  prop: PropertyAccessor | PropertyAccessor[];
};

/** A column: where its values are, and optionally what it is called. */
export type Column = ColumnDetails | PropertyAccessor | PropertyAccessor[];

/** A row. */
export type DataItem = Readonly<Record<string, unknown> | unknown[]>;

/** Options for {@linkcode stringify}. */
export type StringifyOptions = {
  /** Whether the column names come first. Default: `true`. */
  headers?: boolean;
  /** Default: a comma. */
  separator?: string;
  /** Default: all values of each row, which must be an array, without headers. */
  columns?: readonly Column[];
  /** Whether to start with a byte order mark. Default: `false`. */
  bom?: boolean;
};

/**
 * CSV text with CRLF line ends. Values are quoted where RFC 4180 asks for it;
 * `null` and `undefined` are empty, objects are JSON.
 *
 * @throws {TypeError} if a row does not fit the columns.
 */
export function stringify(
  data: readonly DataItem[],
  { headers = true, separator = ",", columns = [], bom = false }:
    StringifyOptions = {},
): string {
  if (separator.includes('"') || separator.includes("\r\n")) {
    throw new TypeError(
      `Cannot separate values by ${
        JSON.stringify(separator)
      }: quotes and CRLF have a meaning of their own`,
    );
  }

  const rows = data.map((item) => valuesOf(item, columns));
  if (headers && columns.length > 0) rows.unshift(columns.map(headerOf));

  return stringifyRows(rows.map((row) => row.map(text)), {
    bom,
    delimiter: separator,
    record_delimiter: "\r\n",
    // Next to the record delimiter, CRLF.
    quoted_match: ["\n"],
  });
}

function valuesOf(item: DataItem, columns: readonly Column[]): unknown[] {
  if (columns.length > 0) {
    return columns.map((column) => valueAt(item, accessorsOf(column)));
  }
  if (Array.isArray(item)) return item;
  throw new TypeError(
    "Cannot write an object as a row: name its properties in columns",
  );
}

function valueAt(
  item: unknown,
  accessors: readonly PropertyAccessor[],
): unknown {
  let value = item;
  for (const accessor of accessors) {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value) && typeof accessor !== "number") {
      throw new TypeError(
        `Cannot read "${accessor}" of an array: the accessor must be a number`,
      );
    }
    value = (value as Record<PropertyAccessor, unknown>)[accessor];
  }
  return value;
}

function accessorsOf(column: Column): PropertyAccessor[] {
  if (Array.isArray(column)) return column;
  if (typeof column === "object") return accessorsOf(column.prop);
  return [column];
}

function headerOf(column: Column): string {
  const own = typeof column === "object" && "header" in column
    ? column.header
    : undefined;
  return own ?? String(accessorsOf(column).at(-1));
}

function text(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
