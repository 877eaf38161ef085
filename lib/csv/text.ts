import { stringify } from "@std/csv/stringify";

/** How many rows become text at a time: enough to make the calls cheap. */
const ROWS_AT_A_TIME = 500;

/** A table as CSV text in pieces: UTF-8, RFC 4180, a header line first. */
export async function* csvText(
  header: readonly string[],
  rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
): AsyncGenerator<string> {
  let batch = [header];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_AT_A_TIME) continue;
    yield stringify(batch);
    batch = [];
  }
  if (batch.length > 0) yield stringify(batch);
}
