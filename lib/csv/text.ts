import { stringify } from "@std/csv/stringify";

/** How many rows become text at a time: enough to make the calls cheap. */
const ROWS_AT_A_TIME = 500;

/**
 * A table as CSV text in pieces: UTF-8, RFC 4180, a header line first.
 *
 * @param columns The columns in their order; cells of others are left out.
 */
export async function* csvText<Column extends string>(
  columns: readonly Column[],
  rows:
    | Iterable<Readonly<Record<Column, string>>>
    | AsyncIterable<Readonly<Record<Column, string>>>,
): AsyncGenerator<string> {
  let batch: string[][] = [[...columns]];
  for await (const row of rows) {
    batch.push(columns.map((column) => row[column]));
    if (batch.length < ROWS_AT_A_TIME) continue;
    yield stringify(batch);
    batch = [];
  }
  if (batch.length > 0) yield stringify(batch);
}
